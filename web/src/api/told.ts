import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from './http';
import type { components } from './schema';

export type ToldOf = components['schemas']['NoticeToldOf'];

/**
 * What I was told of that waits yet and stands in no other list of mine. Read again when
 * somebody comes back to it, never by a timer: that would keep a session alive that nobody
 * uses.
 */
export function useTold() {
  return useQuery({
    queryKey: ['told'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/api/v1/me/told', { signal })).items,
  });
}
