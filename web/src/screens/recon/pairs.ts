import type { components } from '@/api/schema';
import type { Cell } from './exception';

export type Comparison = components['schemas']['RunComparison'];
export type Role = 'key' | 'amount' | 'date' | 'other';

/** A column of the left row beside the one of the right that it is compared with; undefined: there is none. */
export interface Pair {
  readonly left: Cell | undefined;
  readonly right: Cell | undefined;
  readonly role: Role;
}

export interface Paired {
  /** What was compared, in the order keys, amount, date; then columns of the same name. */
  readonly compared: readonly Pair[];
  /** Columns that stand on one side only. */
  readonly rest: readonly Pair[];
}

/** Sets the two rows of an exception beside each other. */
export function pairsOf(left: readonly Cell[], right: readonly Cell[], by: Comparison | undefined): Paired {
  const wanted: (readonly [left: string, right: string, role: Role])[] = [];
  for (const key of by?.keys ?? []) wanted.push([key.left, key.right, 'key']);
  if (by?.amount) wanted.push([by.amount.left, by.amount.right, 'amount']);
  if (by?.date) wanted.push([by.date.left, by.date.right, 'date']);
  const takenLeft = new Set(wanted.map(([name]) => name));
  const takenRight = new Set(wanted.map(([, name]) => name));
  for (const { name } of left) {
    if (takenLeft.has(name) || takenRight.has(name) || !cellOf(right, name)) continue;
    wanted.push([name, name, 'other']);
    takenLeft.add(name);
    takenRight.add(name);
  }
  const compared = wanted
    .map(([a, b, role]) => ({ left: cellOf(left, a), right: cellOf(right, b), role }))
    .filter((pair) => pair.left !== undefined || pair.right !== undefined);
  return {
    compared,
    rest: [
      ...left.filter(({ name }) => !takenLeft.has(name)).map((cell) => ({ left: cell, right: undefined, role: other })),
      ...right
        .filter(({ name }) => !takenRight.has(name))
        .map((cell) => ({ left: undefined, right: cell, role: other })),
    ],
  };
}

const other: Role = 'other';

function cellOf(row: readonly Cell[], name: string): Cell | undefined {
  return row.find((cell) => cell.name === name);
}

/** What both columns are called; one name when they have the same. */
export function nameOf({ left, right }: Pair): string {
  return [...new Set([left?.name, right?.name].filter((name) => name !== undefined))].join(' / ');
}
