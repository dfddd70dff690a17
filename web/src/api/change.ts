import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, dataOf } from './http';
import type { components } from './schema';

export type Change = components['schemas']['ChangeView'];
export type ChangedRow = components['schemas']['ShownChange'];
export type Outcome = components['schemas']['Outcome'];

/** So many changes of the inbox are read at once; the rest comes as these are decided. */
const readAtOnce = 100;

/** What waits for me, oldest first. */
export function useInbox() {
  return useQuery({
    queryKey: ['change', 'waiting'],
    queryFn: async ({ signal }) => {
      const query = { limit: readAtOnce };
      return dataOf(await api.GET('/api/v1/change', { params: { query }, signal })).items;
    },
  });
}

/** What I asked for, newest first; in one state only, when that is named. */
export function useMine(state?: Change['state']) {
  return useQuery({
    queryKey: ['change', 'mine', state],
    queryFn: async ({ signal }) => {
      const query = { box: 'mine' as const, ...(state && { state: [state] }) };
      return dataOf(await api.GET('/api/v1/change', { params: { query }, signal })).items;
    },
  });
}

/** All changes that I may see, newest first, page after page. */
export function useAllChanges() {
  return useInfiniteQuery({
    queryKey: ['change', 'all'],
    queryFn: async ({ pageParam, signal }) => {
      const query = { box: 'all' as const, ...(pageParam && { cursor: pageParam }) };
      return dataOf(await api.GET('/api/v1/change', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
}

/** The changes that wait and that I may see, newest first, as many as are read at once. */
export function usePending() {
  return useQuery({
    queryKey: ['change', 'pending'],
    queryFn: async ({ signal }) => {
      const query = { box: 'all' as const, state: ['pending' as const], limit: readAtOnce };
      return dataOf(await api.GET('/api/v1/change', { params: { query }, signal })).items;
    },
  });
}

export function useChange(id: string) {
  return useQuery({
    queryKey: ['change', 'one', id],
    queryFn: async ({ signal }) => dataOf(await api.GET('/api/v1/change/{id}', { params: { path: { id } }, signal })),
  });
}

export type Verdict = 'approve' | 'reject' | 'withdraw' | 'resubmit';

interface Decided {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly leave_out?: { table: string; id: string }[];
}

/** Approves what was shown (by its digest), rejects, withdraws or asks anew; for on_behalf as the deputy. */
export function useDecision(change: Change, on_behalf = '') {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ verdict, reason, leave_out }: Decided): Promise<Outcome> => {
      const params = { path: { id: change.id } };
      switch (verdict) {
        case 'approve':
          return dataOf(
            await api.POST('/api/v1/change/{id}/approve', {
              params,
              body: { digest: change.digest, reason, on_behalf, ...(leave_out && { leave_out }) },
            }),
          );
        case 'reject':
          return dataOf(await api.POST('/api/v1/change/{id}/reject', { params, body: { reason, on_behalf } }));
        case 'withdraw':
          return dataOf(await api.POST('/api/v1/change/{id}/withdraw', { params, body: { reason } }));
        case 'resubmit':
          return dataOf(await api.POST('/api/v1/change/{id}/resubmit', { params, body: { reason } }));
      }
    },
    onSettled: async () => {
      await Promise.all([['change'], ['me'], ['table']].map((queryKey) => cache.invalidateQueries({ queryKey })));
    },
  });
}
