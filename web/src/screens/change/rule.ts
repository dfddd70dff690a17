import type { Change } from '@/api/change';

/** A four-eyes rule as a change carries it; the document leaves its form open. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly different_units?: boolean;
  /** Each asks for people with a permission, or in a group. */
  readonly factors?: readonly { readonly permission?: string; readonly group?: string; readonly people: number }[];
}

function isRule(value: unknown): value is Rule {
  return typeof value === 'object' && value !== null && 'id' in value && 'name' in value;
}

export function rulesOf(change: Pick<Change, 'rules'>): readonly Rule[] {
  return change.rules.filter(isRule);
}

/** What is missing, each thing once: a rule met at the making and today says it twice. */
export function missingOf(change: Pick<Change, 'missing'>): readonly string[] {
  return [...new Set(change.missing)];
}

/**
 * Whether one more agreement is surely enough: one thing is missing, and no
 * rule needs more people than have agreed and one.
 */
export function isLast(change: Pick<Change, 'rules' | 'missing' | 'agreed'>): boolean {
  const needed = rulesOf(change).map((rule) => (rule.factors ?? []).reduce((sum, factor) => sum + factor.people, 0));
  return missingOf(change).length === 1 && Math.max(0, ...needed) <= change.agreed.length + 1;
}

/** The rows that an agreement leaves out, how many are left, and whether those before agreed to the same. */
export function rowsLeft(change: Pick<Change, 'rows' | 'left_out'>, out: ReadonlySet<string>) {
  const own = change.rows.filter((row) => row.op !== 'touch');
  const left = own.filter((row) => out.has(`${row.table}/${row.id}`)).map(({ table, id }) => ({ table, id }));
  const before = change.left_out ?? [];
  return {
    left,
    kept: own.length - left.length,
    sameAsBefore: before.length === left.length && before.every((row) => out.has(`${row.table}/${row.id}`)),
  };
}
