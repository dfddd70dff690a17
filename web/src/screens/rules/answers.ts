import { useQuery } from '@tanstack/react-query';
import type { Row } from '@/api/declared';
import { api, dataOf } from '@/api/http';
import { learn } from '@/api/names';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Meeting = Schemas['Meeting'];
export type Watched = Schemas['Watched'];
export type Impossible = Schemas['Impossible'];

/** One thing that a rule asks for: so many people with a permission, or of a group. */
export interface Factor {
  readonly permission?: string;
  readonly group?: string;
  readonly people: number;
}

/** The factors as a row or a form has them; none for what is no list of them. */
export function factorsOf(value: unknown): readonly Factor[] {
  return Array.isArray(value) ? (value as Factor[]) : [];
}

/** What of its subject a rule watches. */
export function operationsOf(row: Row): readonly string[] {
  return Array.isArray(row.operations) ? row.operations.map(String) : [];
}

// Grants and memberships change who could agree, whatever else stays.
const key = (name: string) => ['table', 'four_eyes_rule', name];

/** By rule: who could meet it today. */
export function useMeetings() {
  return useQuery({
    queryKey: key('eligible'),
    queryFn: async ({ signal }) => {
      const { items } = dataOf(await api.GET('/api/v1/four_eyes/eligible', { signal }));
      const users = items.flatMap(({ factors }) => factors.flatMap((factor) => factor.users));
      learn({ user: Object.fromEntries(users.map(({ user, name }) => [user, name])) });
      return new Map(items.map((meeting) => [meeting.rule, meeting]));
    },
  });
}

/** What rules may be about. */
export function useWatched() {
  return useQuery({
    queryKey: key('watched'),
    queryFn: async ({ signal }) => dataOf(await api.GET('/api/v1/four_eyes/watched', { signal })).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Pending changes that nobody can complete any more, for who may ask. */
export function useStuck(enabled: boolean) {
  return useQuery({
    queryKey: ['change', 'impossible'],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/api/v1/access/impossible', { signal })).items.filter(({ kind }) => kind === 'change'),
    enabled,
  });
}
