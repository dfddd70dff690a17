import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, ask, dataOf } from '@/api/http';
import type { components } from '@/api/schema';
import { placeOf, sizeOf } from '@/format/entry';

export type Entry = components['schemas']['Entry'];
type EntryList = components['schemas']['EntryList'];
type Proof = components['schemas']['Proof'];

/** What entries can be searched by, in the order in which it is offered. */
export const criteria = [
  'word',
  'actor',
  'acting',
  'acted_for',
  'action',
  'outcome',
  'table',
  'record',
  'field',
  'value',
  'old',
  'new',
  'value_word',
  'ticket',
  'change',
  'address',
  'code',
  'from',
  'to',
  'at',
] as const;
export type Criterion = (typeof criteria)[number];
export type Asked = Partial<Record<Criterion, string>>;

/** The outcomes that an entry can have. */
export const outcomes = [
  'applied',
  'held',
  'approved',
  'rejected',
  'withdrawn',
  'expired',
  'stale',
  'failed',
  'refused',
  'noted',
] as const;

const pageSize = 50;

/** The search as the address says it, so that it is a link one can send. */
export function useAsked() {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const asked: Asked = {};
  for (const name of criteria) {
    const value = search[name];
    if (value !== undefined && value !== '') asked[name] = String(value);
  }
  return { asked, set: (next: Asked) => void navigate({ to: '.', search: next, replace: true }) };
}

/** The entries that were asked for, newest first, page after page. */
export function useEntries(asked: Asked) {
  return useInfiniteQuery({
    queryKey: ['audit', asked],
    queryFn: async ({ pageParam, signal }) => {
      const { at, ...others } = asked;
      const query = new URLSearchParams(others);
      query.set('limit', String(pageSize));
      if (!pageParam) query.set('count', 'true');
      const before = pageParam || (at ? Number(at) + 1 : 0);
      if (before) query.set('before', String(before));
      return (await ask<EntryList>('/api/v1/audit', { query, signal })).data;
    },
    initialPageParam: 0,
    getNextPageParam: (last) => last.before,
  });
}

/** What the search is called in an address, without where it was opened. */
export function queryOf({ at, ...others }: Asked): string {
  return new URLSearchParams(others).toString();
}

/** How far the log is signed: the size that the newest checkpoint names. */
export function useSealed() {
  return useQuery({
    queryKey: ['audit', 'checkpoint'],
    queryFn: async ({ signal }) => sizeOf(dataOf(await api.GET('/api/v1/audit/checkpoint', { signal })).checkpoints),
    refetchInterval: 15_000,
  });
}

/** Where an entry stands in the tree, and what proves it; absent until a checkpoint covers it. */
export function useProof(seq: number) {
  return useQuery({
    queryKey: ['audit', 'proof', seq],
    queryFn: async ({ signal }) =>
      placeOf((await ask<Proof>(`/api/v1/audit/entry/${seq}/proof`, { signal })).data.proof),
    retry: false,
  });
}
