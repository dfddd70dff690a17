import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, ask, dataOf } from '@/api/http';
import type { components } from '@/api/schema';
import { sizeOf } from '@/format/entry';

export type Entry = components['schemas']['Entry'];
type EntryList = components['schemas']['EntryList'];

/** What entries can be searched by, in the order in which it is offered. */
export const criteria = [
  'word',
  'actor',
  'action',
  'outcome',
  'table',
  'record',
  'field',
  'value',
  'ticket',
  'change',
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
      const before = pageParam || (at ? Number(at) + 1 : 0);
      if (before) query.set('before', String(before));
      return (await ask<EntryList>('/api/v1/audit', { query, signal })).data;
    },
    initialPageParam: 0,
    getNextPageParam: (last) => last.before,
  });
}

/** How far the log is signed: the size that the newest checkpoint names. */
export function useSealed() {
  return useQuery({
    queryKey: ['audit', 'checkpoint'],
    queryFn: async ({ signal }) => sizeOf(dataOf(await api.GET('/api/v1/audit/checkpoint', { signal })).checkpoints),
    refetchInterval: 15_000,
  });
}
