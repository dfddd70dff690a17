import { Button } from '@mantine/core';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Access.module.css';
import { type About, useWho } from './answers';
import { keyOf, Path } from './Path';
import { Within } from './Within';

/** Everybody who can, each with every path. */
export function WhoAnswer({ about }: { about: About }) {
  const { t } = useText();
  const who = useWho(about, true);
  const people = who.data?.pages.flatMap((page) => page.items) ?? [];
  const total = who.data?.pages[0]?.total ?? 0;
  const within = who.data?.pages[0]?.within;
  return (
    <Section
      title={t('access.answer')}
      aside={total > 0 && <span>{total === 1 ? t('access.able.one') : t('access.able', { n: total })}</span>}
    >
      {who.isError && <ProblemNote error={who.error} onRetry={who.refetch} />}
      {who.isPending && <Loading lines={6} />}
      {who.isSuccess && people.length === 0 && (
        <Empty title={t(within ? 'access.able.noneSeen' : 'access.able.none')}>{t('access.able.none.what')}</Empty>
      )}
      {people.length > 0 && (
        <ul className={classes.people} aria-label={t('access.mode.who')}>
          {people.map(({ user, name, grants }) => (
            <li key={user}>
              {grants.map((reason) => (
                <Path key={keyOf(reason)} user={user} name={name} reason={reason} permission={about.permission ?? ''} />
              ))}
            </li>
          ))}
        </ul>
      )}
      {who.hasNextPage && (
        <Button variant="subtle" fullWidth loading={who.isFetchingNextPage} onClick={() => who.fetchNextPage()}>
          {t('access.more')}
        </Button>
      )}
      <Within scopes={within} />
    </Section>
  );
}
