import type { ReactNode } from 'react';
import { useText } from '@/text/text';
import classes from './Result.module.css';
import type { Result, Side } from './run';

const parts = ['matched', 'partial', 'unmatched', 'bad'] as const;

/** Both sides of a run as bars on one scale: the longer side has the full width. */
export function ResultBars({ result }: { result: Result }) {
  const { t, locale } = useText();
  const longest = Math.max(result.left.rows, result.right.rows, 1);
  const number = new Intl.NumberFormat(locale);
  return (
    <dl className={classes.bars}>
      {(['left', 'right'] as const).map((name) => (
        <Line key={name} name={t(`recon.${name}`)} rows={t('recon.rows', { n: number.format(result[name].rows) })}>
          <Bar name={t(`recon.${name}`)} side={result[name]} of={longest} />
        </Line>
      ))}
    </dl>
  );
}

function Line({ name, rows, children }: { name: string; rows: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
      <dd className={classes.rows}>{rows}</dd>
    </>
  );
}

/** One side; its parts are as long as they have rows. */
export function Bar({ name, side, of }: { name: string; side: Side; of: number }) {
  const { t } = useText();
  const { matched, partial, unmatched, bad } = side;
  return (
    <div
      className={classes.bar}
      role="img"
      aria-label={t('recon.bar', { side: name, matched, partial, unmatched, bad })}
    >
      {parts.map(
        (part) =>
          side[part] > 0 && (
            <div
              key={part}
              className={classes.part}
              data-part={part}
              style={{ width: `${(100 * side[part]) / of}%` }}
              title={`${t(`recon.${part}`)}: ${side[part]}`}
            />
          ),
      )}
    </div>
  );
}

/** How far the work on what did not match is. */
export function ClosedBar({ closed, all }: { closed: number; all: number }) {
  const { t } = useText();
  if (all === 0) return null;
  const told = t('recon.exceptions.of', { closed, n: all });
  return (
    <dl className={classes.bars}>
      <Line name={t('recon.exceptions')} rows={told}>
        <div className={classes.bar} role="img" aria-label={told}>
          {closed > 0 && (
            <div className={classes.part} data-part="closed" style={{ width: `${(100 * closed) / all}%` }} />
          )}
          {closed < all && (
            <div className={classes.part} data-part="open" style={{ width: `${(100 * (all - closed)) / all}%` }} />
          )}
        </div>
      </Line>
    </dl>
  );
}
