import type { Row } from '@/api/declared';

/** What is chosen: two jobs by their cell, or one or two people. */
export type Chosen =
  | { readonly kind: 'none' }
  | { readonly kind: 'jobs'; readonly a: string; readonly b: string }
  | { readonly kind: 'people'; readonly first: string; readonly second?: string };

/** Two jobs whose cell is lit. */
export interface Pair {
  readonly a: string;
  readonly b: string;
}

/** The jobs of what is chosen; none while one of two people is missing or has no job. */
export function pairOf(chosen: Chosen, held: readonly Row[]): Pair | undefined {
  if (chosen.kind === 'jobs') return chosen;
  if (chosen.kind === 'none' || chosen.second === undefined) return undefined;
  const a = jobOf(chosen.first, held);
  const b = jobOf(chosen.second, held);
  return a === undefined || b === undefined ? undefined : { a, b };
}

export function jobOf(user: string, held: readonly Row[]): string | undefined {
  const job = held.find((row) => row.user === user)?.job;
  return typeof job === 'string' ? job : undefined;
}

/** The choice after somebody was pressed: a third person begins anew, one pressed again is let go. */
export function withPerson(chosen: Chosen, user: string): Chosen {
  if (chosen.kind !== 'people') return { kind: 'people', first: user };
  if (chosen.second === undefined)
    return chosen.first === user ? { kind: 'none' } : { kind: 'people', first: chosen.first, second: user };
  if (chosen.second === user) return { kind: 'people', first: chosen.first };
  if (chosen.first === user) return { kind: 'people', first: chosen.second };
  return { kind: 'people', first: user };
}
