import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Json, Row } from './declared';
import { ask } from './http';

export function recordQuery(table: string, id: string) {
  return queryOptions({
    queryKey: ['table', table, 'record', id],
    queryFn: async ({ signal }) => (await ask<Row>(pathOf(table, id), { signal })).data,
  });
}

/** One record with its version. */
export function useRecord(table: string, id: string) {
  return useQuery(recordQuery(table, id));
}

/** One entry of a record's history: what was done, and which fields differ since. */
export interface HistoryEntry {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly outcome: string;
  readonly change?: string;
  readonly reason?: string;
  readonly ticket?: string;
  readonly version?: number;
  readonly op?: string;
  readonly before?: { readonly [column: string]: Json };
  readonly after?: { readonly [column: string]: Json };
}

export function useHistory(table: string, id: string) {
  return useQuery({
    queryKey: ['table', table, 'history', id],
    queryFn: async ({ signal }) =>
      (await ask<{ items: readonly HistoryEntry[] }>(`${pathOf(table, id)}/history`, { signal })).data.items,
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

export function pathOf(table: string, id: string): string {
  return `/api/v1/${table}/${encodeURIComponent(id)}`;
}
