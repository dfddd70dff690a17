import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, dataOf } from './http';

export type Mail = 'at_once' | 'daily' | 'off';

const queryKey = ['me', 'notice'];

/** How I am told by e-mail of what waits for me. */
export function useNotices() {
  return useQuery({ queryKey, queryFn: async ({ signal }) => dataOf(await api.GET('/api/v1/me/notice', { signal })) });
}

/** Chooses how I am told. */
export function useChooseNotices() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (mail: Mail) => dataOf(await api.POST('/api/v1/me/notice', { body: { mail } })),
    onSettled: () => cache.invalidateQueries({ queryKey }),
  });
}
