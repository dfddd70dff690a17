import { useInfiniteQuery } from '@tanstack/react-query';
import { api, dataOf } from './http';
import type { components } from './schema';

export type Stale = components['schemas']['ReviewStale'];

/** Where an answer goes on: after a user, after a grant, or both. */
interface Place {
  readonly after_user?: string;
  readonly after_grant?: string;
}

/** Access that seems to be of no use any more. Each question is logged, so none is asked again unasked. */
export function useStale(days: number, ending: number, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ['access', 'stale', days, ending],
    queryFn: async ({ pageParam, signal }) => {
      const query = { days, ending_days: ending, ...pageParam };
      return dataOf(await api.GET('/api/v1/stale', { params: { query }, signal }));
    },
    initialPageParam: {} as Place,
    getNextPageParam: nextOf,
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
  });
}

function nextOf({ more_users: user, more_grants: grant }: Stale): Place | undefined {
  if (!user && !grant) return undefined;
  return { ...(user && { after_user: user }), ...(grant && { after_grant: grant }) };
}
