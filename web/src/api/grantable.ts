import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, dataOf } from './http';
import type { components } from './schema';

/** Who can be granted which roles at one record, by name. */
export type Grantable = components['schemas']['Grantable'];

/** A record that has roles of its own, or a group that people are put into. */
export interface Place {
  readonly table: 'process' | 'reference_table' | 'group';
  readonly id: string;
}

export function placeOf(scope: unknown, table: unknown, id: unknown): Place | undefined {
  if (scope !== 'record' || typeof id !== 'string' || id === '') return undefined;
  return table === 'process' || table === 'reference_table' ? { table, id } : undefined;
}

/** For who may grant roles there, or say who is in it: whom, and which. q is a part of the name. */
export function useGrantable(place: Place | undefined, q: string) {
  return useQuery({
    queryKey: ['table', place?.table ?? '', 'record', place?.id ?? '', 'grantable', q],
    queryFn: async ({ signal }): Promise<Grantable> => {
      const params = { path: { id: place?.id ?? '' }, query: q ? { q } : {} };
      if (place?.table === 'group') {
        return { groups: [], roles: [], ...dataOf(await api.GET('/api/v1/group/{id}/joinable', { params, signal })) };
      }
      return dataOf(
        place?.table === 'process'
          ? await api.GET('/api/v1/process/{id}/grantable', { params, signal })
          : await api.GET('/api/v1/reference_table/{id}/grantable', { params, signal }),
      );
    },
    enabled: place !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
