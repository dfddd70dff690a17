import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { filled } from './filled';
import { api, dataOf } from './http';
import type { components } from './schema';

export type HandedOver = components['schemas']['HandedOver'];

const handed = ['me', 'handover'] as const;

/** What people had who are suspended or gone, and I look after. */
export function useHanded() {
  return useQuery({
    queryKey: handed,
    queryFn: async ({ signal }) => filled(dataOf(await api.GET('/api/v1/me/handover', { signal }))).items,
  });
}

/** Takes something off my list: I have seen to it. */
export function useSettle() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) =>
      dataOf(await api.POST('/api/v1/me/handover/{id}/settle', { params: { path: { id } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: handed }),
  });
}
