import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '@/api/http';
import type { Comparison } from './pairs';

/** How the run compared its sides; a run is never altered, so it is asked once. */
export function useComparison(run: string) {
  return useQuery({
    queryKey: ['comparison', run],
    queryFn: async ({ signal }): Promise<Comparison> =>
      dataOf(await api.GET('/api/v1/run/{id}/comparison', { params: { path: { id: run } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
