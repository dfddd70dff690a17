import { queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type Row, useTable, useTables } from './declared';
import { ask } from './http';
import { useSome } from './list';
import { asProblem } from './problem';
import type { components } from './schema';

/** The question for a record. A table's one row is answered by what holds, with version 0, until it is written. */
export function recordQuery(table: string, id: string, lone?: Row) {
  return queryOptions({
    queryKey: ['table', table, 'record', id],
    queryFn: async ({ signal }) => {
      try {
        return (await ask<Row>(pathOf(table, id), { signal })).data;
      } catch (error) {
        if (lone?.id === id && asProblem(error).status === 404) return lone;
        throw error;
      }
    },
  });
}

/** One record with its version. */
export function useRecord(table: string, id: string) {
  const record = useQuery(recordQuery(table, id, useTable(table)?.lone as Row | undefined));
  const blind = useNamesUnseen(table);
  useSome(table, { filter: [`id=${id}`] }, 1, blind && record.isSuccess);
  return record;
}

/** Whose names lists tell. */
const named: ReadonlySet<string> = new Set(['user', 'unit', 'group', 'role', 'label', 'process', 'calendar']);

/** Whether rows of the table name somebody or something that the person may not look up: lists tell those names. */
function useNamesUnseen(table: string): boolean {
  const tables = useTables();
  const seen = new Set(tables.filter(({ may }) => may.view).map(({ name }) => name));
  const columns = tables.find(({ name }) => name === table)?.columns ?? [];
  return columns.some(({ ref }) => ref !== undefined && named.has(ref) && !seen.has(ref));
}

/** One entry of a record's history: what was done, and which fields differ since. */
export type Past = components['schemas']['Past'];

interface HistoryPage {
  readonly items: readonly Past[];
  readonly next?: string;
}

/** The history of a record, newest first, page after page. */
export function useHistory(table: string, id: string) {
  return useInfiniteQuery({
    queryKey: ['table', table, 'history', id],
    queryFn: async ({ pageParam, signal }) => {
      const query = new URLSearchParams(pageParam ? { cursor: pageParam } : {});
      return (await ask<HistoryPage>(`${pathOf(table, id)}/history`, { query, signal })).data;
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
}

/** Whether the person may do this on this very record. */
export function useMay(permission: string, table: string, id: string, enabled: boolean): boolean {
  const query = new URLSearchParams({ permission, table, id });
  const answer = useQuery({
    queryKey: ['table', table, 'may', id, permission],
    queryFn: async ({ signal }) =>
      (await ask<{ allowed: boolean }>('/api/v1/access/check', { query, signal })).data.allowed,
    enabled,
  });
  return answer.data ?? false;
}

/** Whether the person may do this everywhere, and not in some units or on some records alone; undefined until that is known. */
export function useMayOverEverything(permission: string): boolean | undefined {
  const answer = useQuery({
    queryKey: ['me', 'everywhere', permission],
    queryFn: async ({ signal }) =>
      (await ask<{ allowed: boolean }>('/api/v1/access/check', { query: new URLSearchParams({ permission }), signal }))
        .data.allowed,
  });
  return answer.isError ? false : answer.data;
}

export function pathOf(table: string, id: string): string {
  return `/api/v1/${table}/${encodeURIComponent(id)}`;
}
