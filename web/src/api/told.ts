import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from './http';
import type { components } from './schema';

export type ToldOf = components['schemas']['NoticeToldOf'];

/** How often is looked again: what is late is written by the server, not by anybody's change. */
const again = 60_000;

/** What I was told of that waits yet and stands in no other list of mine. */
export function useTold() {
  return useQuery({
    queryKey: ['told'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/api/v1/me/told', { signal })).items,
    refetchInterval: again,
  });
}
