import { Button } from '@mantine/core';
import { now } from '@/api/clock';
import { type Deputyship, useEndDeputy } from '@/api/deputy';
import { formatMoment } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { Person } from '@/parts/RecordLink';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './Deputy.module.css';

interface Props {
  readonly items: readonly Deputyship[];
  readonly names: Readonly<Record<string, string>>;
  /** Whom a line names: my deputy, or the person whose deputy I am. */
  readonly side: 'deputy' | 'user';
}

/** Deputyships with their time; each can be ended early by either of the two. */
export function DeputyLines({ items, names, side }: Props) {
  const { t, locale } = useText();
  const end = useEndDeputy();
  return (
    <>
      {end.isError && <ProblemNote error={end.error} />}
      <ul className={classes.list}>
        {items.map((item) => {
          const begun = Date.parse(item.from_at ?? '') <= now();
          return (
            <li key={item.id} className={classes.line}>
              <span className={classes.who}>
                <Person id={item[side]} names={names} />
                {item.reason && <span className={classes.quiet}>{item.reason}</span>}
              </span>
              <span className={classes.quiet}>
                {t('deputy.time', {
                  from: formatMoment(item.from_at ?? '', locale),
                  until: formatMoment(item.until_at, locale),
                })}
              </span>
              <Status state={t(begun ? 'deputy.now' : 'deputy.later')} kind={begun ? 'agreed' : 'waiting'} />
              <Button
                size="compact-sm"
                variant="default"
                loading={end.isPending && end.variables === item.id}
                aria-label={t(side === 'deputy' ? 'deputy.end.of' : 'deputy.back.to', {
                  name: names[item[side]] ?? item[side],
                })}
                onClick={() => end.mutate(item.id)}
              >
                {t(side === 'deputy' ? 'deputy.end' : 'deputy.back')}
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
