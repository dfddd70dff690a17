import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, dataOf } from './http';
import type { components } from './schema';

export type Change = components['schemas']['ChangeView'];
export type ChangedRow = components['schemas']['ShownChange'];
export type Outcome = components['schemas']['Outcome'];

/** What waits for me, oldest first. */
export function useInbox() {
  return useQuery({
    queryKey: ['change', 'inbox'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/api/v1/change', { signal })).items ?? [],
  });
}

/** What I asked for, newest first. */
export function useMine() {
  return useQuery({
    queryKey: ['change', 'mine'],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/api/v1/change', { params: { query: { mine: true } }, signal })).items ?? [],
  });
}

export function useChange(id: string) {
  return useQuery({
    queryKey: ['change', 'one', id],
    queryFn: async ({ signal }) => dataOf(await api.GET('/api/v1/change/{id}', { params: { path: { id } }, signal })),
  });
}

export type Verdict = 'approve' | 'reject' | 'withdraw';

/** Approves what was shown (by its digest), rejects or withdraws. */
export function useDecision(change: Change) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ verdict, reason }: { verdict: Verdict; reason: string }): Promise<Outcome> => {
      const params = { path: { id: change.id } };
      switch (verdict) {
        case 'approve':
          return dataOf(
            await api.POST('/api/v1/change/{id}/approve', { params, body: { digest: change.digest, reason } }),
          );
        case 'reject':
          return dataOf(await api.POST('/api/v1/change/{id}/reject', { params, body: { reason } }));
        case 'withdraw':
          return dataOf(await api.POST('/api/v1/change/{id}/withdraw', { params, body: { reason } }));
      }
    },
    onSettled: async () => {
      await Promise.all([['change'], ['me'], ['table']].map((queryKey) => cache.invalidateQueries({ queryKey })));
    },
  });
}
