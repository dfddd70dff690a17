import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, dataOf } from '@/api/http';
import type { Progress } from './progress';

/** How often it is asked how far a run has come; the worker tells once a second. */
const askMs = 1000;

/** How far a run that is under way has come. When it has ended, the run is read again. */
export function useProgress(run: string) {
  const cache = useQueryClient();
  const progress = useQuery({
    queryKey: ['progress', run],
    queryFn: async ({ signal }): Promise<Progress> =>
      dataOf(await api.GET('/api/v1/run/{id}/progress', { params: { path: { id: run } }, signal })),
    refetchInterval: askMs,
  });
  const ended = progress.data !== undefined && progress.data.state !== 'running';
  useEffect(() => {
    if (ended) void cache.invalidateQueries({ queryKey: ['table', 'run'] });
  }, [ended, cache]);
  return progress;
}
