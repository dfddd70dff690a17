import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Access.module.css';
import { type About, useWhat } from './answers';
import { holdingsOf } from './holdings';
import { keyOf, Path, QuestionLink } from './Path';
import { Within } from './Within';

/** Everything that somebody can do, grant by grant. */
export function WhatAnswer({ about }: { about: About }) {
  const { t } = useText();
  const what = useWhat(about, true);
  const held = what.data?.items ?? [];
  const within = what.data?.within;
  const holdings = holdingsOf(held);
  return (
    <Section
      title={t('access.answer')}
      aside={holdings.length > 0 && <span>{t('access.held', { n: held.length, paths: holdings.length })}</span>}
    >
      {what.isError && <ProblemNote error={what.error} onRetry={what.refetch} />}
      {what.isPending && <Loading lines={6} />}
      {what.isSuccess && holdings.length === 0 && (
        <Empty title={t('access.held.none')}>{t(within ? 'access.held.noneSeen.what' : 'access.held.none.what')}</Empty>
      )}
      {holdings.length > 0 && (
        <ul className={classes.people} aria-label={t('access.mode.what')}>
          {holdings.map(({ reason, permissions }) => (
            <li key={keyOf(reason)}>
              <Path user={about.user ?? ''} reason={reason} />
              <Permissions about={about} permissions={permissions} />
            </li>
          ))}
        </ul>
      )}
      <Within scopes={within} />
    </Section>
  );
}

function Permissions({ about, permissions }: { about: About; permissions: readonly string[] }) {
  const { t, word } = useText();
  return (
    <details className={classes.permissions}>
      <summary>
        {permissions.length === 1 ? t('access.permission.one') : t('access.permissions', { n: permissions.length })}
      </summary>
      <ul className={classes.words}>
        {permissions.map((permission) => (
          <li key={permission}>
            <QuestionLink search={{ ask: 'can', user: about.user ?? '', permission, as_of: about.as_of ?? '' }}>
              {word(permission)}
            </QuestionLink>
          </li>
        ))}
      </ul>
    </details>
  );
}
