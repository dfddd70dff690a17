import type { Json } from '@/api/declared';

/** What a run found on one side, in rows. They add up to rows. */
export interface Side {
  readonly rows: number;
  readonly matched: number;
  readonly partial: number;
  readonly unmatched: number;
  readonly bad: number;
}

export interface Result {
  readonly left: Side;
  readonly right: Side;
  /** Matched pairs without any difference. */
  readonly exact: number;
}

type Image = { readonly [column: string]: Json | undefined };

/** The counts of a run, recorded or tried. */
export function resultOf(run: Image): Result {
  const n = (name: string) => Number(run[name] ?? 0);
  const both = { matched: n('matched'), partial: n('partial') };
  return {
    left: { rows: n('left_rows'), ...both, unmatched: n('unmatched_left'), bad: n('bad_left') },
    right: { rows: n('right_rows'), ...both, unmatched: n('unmatched_right'), bad: n('bad_right') },
    exact: n('exact'),
  };
}

/** How many exceptions such a run opens: a partial pair is one. */
export function exceptionsOf({ left, right }: Result): number {
  return left.partial + left.unmatched + left.bad + right.unmatched + right.bad;
}

/** The share of all rows that matched, 0 to 1; 1 where there was nothing. */
export function shareOf({ left, right }: Result): number {
  const rows = left.rows + right.rows;
  return rows === 0 ? 1 : (2 * left.matched) / rows;
}
