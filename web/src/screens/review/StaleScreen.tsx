import { Button, NumberInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useHolds } from '@/api/me';
import { type Stale, useStale } from '@/api/stale';
import { formatMoment } from '@/format/time';
import { ProblemNote, Refused } from '@/parts/Problem';
import { Person, RecordLink } from '@/parts/RecordLink';
import { ScreenHead, Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { useAsked } from '@/screens/access/useAsked';
import { useText } from '@/text/text';
import classes from './Review.module.css';

const names = ['days', 'ending'] as const;
const longestDays = 3650;

/** Access that seems to be of no use any more: where it is worth looking first. */
export default function StaleScreen() {
  return useHolds()('access.why') ? <Asked /> : <Refused table="access" action="why" />;
}

function Asked() {
  const { t } = useText();
  const { asked, draft, set, ask } = useAsked(names);
  const days = daysOf(asked.days, 90);
  const ending = daysOf(asked.ending, 30);
  const [shown, setShown] = useState(asked.days !== '');
  const stale = useStale(days, ending, shown);
  const pages = stale.data?.pages ?? [];
  function send(event: FormEvent) {
    event.preventDefault();
    set({ days: String(daysOf(draft.days, 90)), ending: String(daysOf(draft.ending, 30)) });
    setShown(true);
    ask();
  }
  return (
    <div className={classes.screen}>
      <ScreenHead title={t('stale.title')} about={t('stale.about')} />
      <form className={classes.asked} onSubmit={send}>
        <Days label={t('stale.days')} value={daysOf(draft.days, 90)} onChange={(n) => set({ days: n })} />
        <Days label={t('stale.ending')} value={daysOf(draft.ending, 30)} onChange={(n) => set({ ending: n })} />
        <Button type="submit" loading={stale.isFetching}>
          {t('stale.ask')}
        </Button>
      </form>
      <p className={classes.quiet}>{t('stale.logged')}</p>
      {stale.isError && <ProblemNote error={stale.error} onRetry={stale.refetch} />}
      {shown && stale.isPending && <Loading lines={6} />}
      {pages.length > 0 && <Parts pages={pages} />}
      {stale.hasNextPage && (
        <Button variant="default" loading={stale.isFetchingNextPage} onClick={() => stale.fetchNextPage()}>
          {t('stale.more')}
        </Button>
      )}
    </div>
  );
}

function daysOf(text: string, otherwise: number): number {
  const n = Number(text);
  return Number.isInteger(n) && n >= 1 && n <= longestDays ? n : otherwise;
}

function Days({ label, value, onChange }: { label: string; value: number; onChange: (days: string) => void }) {
  return (
    <NumberInput
      label={label}
      min={1}
      max={longestDays}
      allowDecimal={false}
      value={value}
      onChange={(next) => onChange(String(next))}
    />
  );
}

function Parts({ pages }: { pages: readonly Stale[] }) {
  const { t, locale } = useText();
  const last = pages.at(-1);
  return (
    <>
      <Part title={t('stale.users')} none={t('stale.users.none')} partly={Boolean(last?.more_users)}>
        {pages.flatMap(({ users }) =>
          users.map(({ user, name, email, last_at: at }) => (
            <li key={user}>
              <span className={classes.words}>
                <Person id={user} names={{ [user]: name }} />
                <span className={classes.quiet}>{email}</span>
              </span>
              <span>{at ? t('stale.last', { when: formatMoment(at, locale) }) : t('stale.never')}</span>
            </li>
          )),
        )}
      </Part>
      <Part
        title={t('stale.grants')}
        none={t('stale.grants.none')}
        what={t('stale.grants.what')}
        partly={Boolean(last?.more_grants)}
      >
        {pages.flatMap(({ grants }) =>
          grants.map(({ grant, user, group, people, role, since }) => (
            <li key={grant}>
              <span className={classes.words}>
                <span>
                  {group ? <RecordLink table="group" id={group} /> : <Person id={user ?? ''} />} {t('review.has')}{' '}
                  <RecordLink table="role" id={role} />
                </span>
                <RecordLink table="grant" id={grant}>
                  {t('review.see.grant')}
                </RecordLink>
              </span>
              <span>
                {group
                  ? t('stale.group', { n: people ?? 0, when: formatMoment(since, locale) })
                  : t('stale.since', { when: formatMoment(since, locale) })}
              </span>
            </li>
          )),
        )}
      </Part>
      <Part title={t('stale.groups')} none={t('stale.groups.none')}>
        {pages.flatMap(({ groups }) =>
          groups.map(({ group, name, unit }) => (
            <li key={group}>
              <RecordLink table="group" id={group}>
                {name}
              </RecordLink>
              <RecordLink table="unit" id={unit} />
            </li>
          )),
        )}
      </Part>
      <Part title={t('stale.tokens')} none={t('stale.tokens.none')}>
        {pages.flatMap(({ tokens }) =>
          tokens.map(({ token, user, name, expires_at: at }) => (
            <li key={token}>
              <span className={classes.words}>
                <RecordLink table="api_token" id={token}>
                  {name}
                </RecordLink>
                <Person id={user} />
              </span>
              <span>{t('stale.ends', { when: formatMoment(at, locale) })}</span>
            </li>
          )),
        )}
      </Part>
    </>
  );
}

interface PartProps {
  readonly title: string;
  readonly none: string;
  /** What is listed, where its title does not say it. */
  readonly what?: string;
  /** There is more to look at. */
  readonly partly?: boolean;
  readonly children: readonly ReactNode[];
}

function Part({ title, none, what, partly = false, children }: PartProps) {
  const { t } = useText();
  return (
    <Section
      title={title}
      aside={
        <span className={classes.quiet}>{partly ? t('stale.partly', { n: children.length }) : children.length}</span>
      }
    >
      {what && <p className={classes.note}>{what}</p>}
      {children.length === 0 ? <p className={classes.note}>{none}</p> : <ul className={classes.stale}>{children}</ul>}
    </Section>
  );
}
