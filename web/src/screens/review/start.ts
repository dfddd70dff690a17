import type { ChangedRow } from '@/api/change';

export interface Reviewer {
  /** Of the row in the form. */
  readonly key: string;
  readonly user: string;
  /** '' for everything that nobody is named for more closely. */
  readonly unit: string;
}

export interface Draft {
  readonly name: string;
  /** '' for what follows from the name. */
  readonly id: string;
  readonly unit: string;
  readonly roles: readonly string[];
  readonly reviewers: readonly Reviewer[];
  readonly due_at: string;
  readonly unconfirmed: 'keep' | 'end';
}

const longest = 40;

/** The short name that follows from a name: small letters, digits and hyphens. */
export function idOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, longest)
    .replace(/-+$/, '');
}

/** The request's body; who is not named reviews nothing. */
export function bodyOf({ name, unit, roles, reviewers, due_at, unconfirmed }: Draft) {
  return {
    name: name.trim(),
    unit,
    roles,
    reviewers: reviewers.filter(({ user }) => user !== '').map(({ user, unit: of }) => ({ user, unit: of })),
    due_at,
    unconfirmed,
  };
}

/** How many grants and memberships the planned rows are, and how many each reviewer gets, most first. */
export function drawnOf(rows: readonly ChangedRow[]) {
  const items = rows.filter(({ table }) => table === 'review_item').map(({ after }) => after as Image);
  const by = new Map<string, number>();
  for (const { reviewer } of items) by.set(reviewer, (by.get(reviewer) ?? 0) + 1);
  return {
    grants: items.filter(({ kind }) => kind === 'grant').length,
    members: items.filter(({ kind }) => kind === 'member').length,
    byReviewer: [...by].toSorted(([a, n], [b, m]) => m - n || a.localeCompare(b)),
  };
}

interface Image {
  readonly kind: string;
  readonly reviewer: string;
}
