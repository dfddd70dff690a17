import { Button } from '@mantine/core';
import { useState } from 'react';
import { type Breach, useBreachesOf } from '@/api/duty';
import { ProblemNote } from '@/parts/Problem';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Duty.module.css';

/** What one person did alone that the rule has done by different people, from the log, newest first. */
export function Breaches({ rule }: { rule: string }) {
  const { t } = useText();
  const [asked, setAsked] = useState(false);
  const found = useBreachesOf(rule, asked);
  if (!asked)
    return (
      <Button size="compact-sm" variant="default" className={classes.ask} onClick={() => setAsked(true)}>
        {t('duty.alone')}
      </Button>
    );
  if (found.isError) return <ProblemNote error={found.error} onRetry={found.refetch} />;
  if (!found.data) return <Loading lines={2} />;
  const items = found.data.pages.flatMap((page) => page.items);
  const ends = found.data.pages.at(-1)?.ends;
  return (
    <>
      {items.length === 0 && (
        <p className={classes.quiet}>{t(found.hasNextPage ? 'duty.alone.none.yet' : 'duty.alone.none')}</p>
      )}
      <ul className={classes.broken}>
        {items.map((one) => (
          <Line key={`${one.seq} ${one.action} ${one.other_seq} ${one.other} ${one.record.id}`} breach={one} />
        ))}
      </ul>
      {ends && <p className={classes.note}>{ends}</p>}
      {found.hasNextPage && (
        <Button
          size="compact-sm"
          variant="default"
          className={classes.ask}
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('duty.alone.older')}
        </Button>
      )}
    </>
  );
}

function Line({ breach }: { breach: Breach }) {
  const { t } = useText();
  const { user, also, record } = breach;
  return (
    <li>
      <div className={classes.words}>
        <p>
          <strong>
            <Person id={user} />
            {also !== user && (
              <>
                {' = '}
                <Person id={also} />
              </>
            )}
          </strong>{' '}
          {record.table !== '' && (
            <span className={classes.quiet}>
              {t('duty.alone.on')} <RecordLink table={record.table} id={record.id} />
            </span>
          )}
        </p>
        <p className={classes.quiet}>
          <Deed action={breach.other} seq={breach.other_seq} /> {t('duty.alone.and')}{' '}
          <Deed action={breach.action} seq={breach.seq} />
        </p>
      </div>
    </li>
  );
}

function Deed({ action, seq }: { action: string; seq: number }) {
  const { t, word } = useText();
  return (
    <span title={action}>
      {word(action)} ({t('duty.alone.entry', { n: seq })})
    </span>
  );
}
