import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Row } from './declared';
import { ask } from './http';
import { learn, type Names } from './names';

/** What a list is asked for; filter entries are `<column><op><value>`. */
export interface Wanted {
  readonly filter?: readonly string[];
  readonly sort?: string;
  /** The rows leave the program, which is logged. */
  readonly export?: boolean;
}

export interface Page {
  readonly items: readonly Row[];
  readonly next?: string;
  readonly total?: number;
  readonly names?: Names;
  /** There are more than `total`. */
  readonly more?: boolean;
}

const pageSize = 100;

export function queryOf({ filter = [], sort, export: leaves }: Wanted, limit: number, cursor: string): URLSearchParams {
  const query = new URLSearchParams(filter.map((entry) => ['filter', entry]));
  if (sort) query.set('sort', sort);
  query.set('limit', String(limit));
  query.set('names', 'true');
  if (leaves) query.set('export', 'true');
  if (cursor) query.set('cursor', cursor);
  else query.set('count', 'true');
  return query;
}

export async function fetchPage(
  table: string,
  wanted: Wanted,
  limit: number,
  cursor: string,
  signal?: AbortSignal,
): Promise<Page> {
  const page = (await ask<Page>(`/api/v1/${table}`, { query: queryOf(wanted, limit, cursor), signal })).data;
  learn(page.names);
  return page;
}

/** The rows of a table, page after page; `total` comes with the first. */
export function useList(table: string, wanted: Wanted) {
  const list = useInfiniteQuery({
    queryKey: ['table', table, 'list', wanted],
    queryFn: ({ pageParam, signal }) => fetchPage(table, wanted, pageSize, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const [first] = list.data?.pages ?? [];
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return { ...list, rows, total: first?.total, beyond: first?.more === true };
}

/** A few rows, for pickers and searches. */
export function useSome(table: string, wanted: Wanted, limit: number, enabled: boolean) {
  return useQuery({
    queryKey: ['table', table, 'list', wanted, limit],
    queryFn: ({ signal }) => fetchPage(table, wanted, limit, '', signal),
    enabled,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** All rows of a table that is known to be small, such as roles; the server gives a thousand at once. */
export function useAll(table: string, wanted: Wanted = {}, enabled = true) {
  return useQuery({
    queryKey: ['table', table, 'all', wanted],
    queryFn: async ({ signal }) => {
      const rows: Row[] = [];
      let cursor: string | undefined = '';
      while (cursor !== undefined) {
        const page: Page = await fetchPage(table, wanted, 1000, cursor, signal);
        rows.push(...page.items);
        cursor = page.next;
      }
      return rows;
    },
    enabled,
    placeholderData: keepPreviousData,
  });
}
