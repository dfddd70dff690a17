import { type KeyboardEvent, useRef, useState } from 'react';
import type { Change } from '@/api/change';
import type { Row } from '@/api/declared';
import { useText } from '@/text/text';
import { Cell } from './Cell';
import type { Pair } from './chosen';
import classes from './Matrix.module.css';
import { exclusionOf, pendingPair } from './pair';

interface Props {
  readonly jobs: readonly Row[];
  readonly exclusions: readonly Row[];
  readonly pending: readonly Change[];
  readonly pair: Pair | undefined;
  readonly onChoose: (a: string, b: string) => void;
}

const moves: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Half the matrix with its diagonal: it is symmetric. One cell takes the Tab key, arrows lead to the others. */
export function Matrix({ jobs, exclusions, pending, pair, onChoose }: Props) {
  const { t } = useText();
  const [at, setAt] = useState<readonly [number, number]>([0, 0]);
  const body = useRef<HTMLTableSectionElement>(null);
  const lit = (job: Row) => pair !== undefined && (job.id === pair.a || job.id === pair.b);

  function move(event: KeyboardEvent) {
    const step = moves[event.key];
    if (!step) return;
    event.preventDefault();
    const row = clamp(at[0] + step[0], jobs.length - 1);
    const column = clamp(at[1] + step[1], row);
    setAt([row, column]);
    body.current?.querySelector<HTMLButtonElement>(`[data-at="${row}/${column}"]`)?.focus();
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className={classes.scroll} aria-label={t('cust.matrix.label')} tabIndex={0}>
      <table className={classes.matrix}>
        <tbody ref={body} onKeyDown={move}>
          {jobs.map((job, row) => (
            <tr key={job.id}>
              <th scope="row" data-lit={lit(job)}>
                {String(job.name)}
              </th>
              {jobs.slice(0, row + 1).map((other, column) => (
                <Cell
                  key={other.id}
                  names={[String(job.name), String(other.name)]}
                  excluded={exclusionOf(exclusions, job.id, other.id) !== undefined}
                  waits={pendingPair(pending, job.id, other.id) !== undefined}
                  lit={lightOf(pair, job.id, other.id)}
                  place={`${row}/${column}`}
                  tabbed={at[0] === row && at[1] === column}
                  onFocus={() => setAt([row, column])}
                  onChoose={() => onChoose(job.id, other.id)}
                />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td />
            {jobs.map((job) => (
              <th key={job.id} scope="col" data-lit={lit(job)}>
                <span title={String(job.name)}>{String(job.name)}</span>
              </th>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

/** The chosen cell, or one in the rows and columns of its jobs. */
function lightOf(pair: Pair | undefined, row: string, column: string): 'cell' | 'line' | undefined {
  if (!pair) return undefined;
  if ((pair.a === row && pair.b === column) || (pair.a === column && pair.b === row)) return 'cell';
  return [row, column].some((job) => job === pair.a || job === pair.b) ? 'line' : undefined;
}

function clamp(n: number, most: number): number {
  return Math.max(0, Math.min(most, n));
}
