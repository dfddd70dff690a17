import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, dataOf } from './http';
import type { components } from './schema';

/** A process as somebody knows it who may not read how it compares. */
export type NamedProcess = components['schemas']['NamedProcess'];
export type AtProcess = NonNullable<
  NonNullable<import('./schema').paths['/api/v1/process/named']['get']['parameters']['query']>['may']
>;

/** Processes in which the person may do something, or this one thing, by name. */
export function useNamedProcesses(wanted: { may?: AtProcess; q?: string }, enabled = true) {
  return useQuery({
    queryKey: ['table', 'process', 'named', wanted],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/api/v1/process/named', { params: { query: wanted }, signal })),
    enabled,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** One of them; null where the person may do nothing there, undefined until that is known. */
export function useNamedProcess(id: string, enabled = true): NamedProcess | null | undefined {
  const { data } = useQuery({
    queryKey: ['table', 'process', 'named', { id }],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/api/v1/process/named', { params: { query: { id } }, signal })),
    enabled: enabled && id !== '',
    retry: false,
  });
  return data && (data.items[0] ?? null);
}

/** Who could look after a file that the process awaits, and by which calendars. */
export function useAwaitable(process: string, q: string, enabled: boolean) {
  return useQuery({
    queryKey: ['table', 'process', 'record', process, 'awaitable', q],
    queryFn: async ({ signal }) =>
      dataOf(
        await api.GET('/api/v1/process/{id}/awaitable', {
          params: { path: { id: process }, query: q ? { q } : {} },
          signal,
        }),
      ),
    enabled: enabled && process !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
}
