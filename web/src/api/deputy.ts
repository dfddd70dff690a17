import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, dataOf } from './http';
import type { components } from './schema';

type Outcome = components['schemas']['Outcome'];
export type DeputyList = components['schemas']['DeputyList'];
export type Deputyship = DeputyList['items'][number];

/** My deputies, and whose deputy I am; in force or to come. */
export function useDeputies() {
  return useQuery({
    queryKey: ['me', 'deputy'],
    queryFn: async ({ signal }) => dataOf(await api.GET('/api/v1/me/deputy', { signal })),
  });
}

/** Who is to decide in one's place, by id or address, and when; '' begins at once. */
export interface Naming {
  readonly deputy: string;
  readonly from_at: string;
  readonly until_at: string;
  readonly reason: string;
}

export function useNameDeputy() {
  const fresh = useFresh();
  return useMutation({
    mutationFn: async ({ from_at, ...naming }: Naming) => {
      const body = { ...naming, ...(from_at && { from_at }) };
      return (await ask<Outcome>('/api/v1/me/deputy', { method: 'POST', body })).data;
    },
    onSuccess: fresh,
  });
}

/** Ends a deputyship early, as who is absent or as the deputy. */
export function useEndDeputy() {
  const fresh = useFresh();
  return useMutation({
    mutationFn: async (id: string) =>
      dataOf(await api.POST('/api/v1/me/deputy/{id}/end', { params: { path: { id } } })),
    onSuccess: fresh,
  });
}

/** Also who I may decide for stands in what I am told of myself. */
function useFresh() {
  const cache = useQueryClient();
  return async () => {
    await Promise.all(
      [['me'], ['change'], ['table', 'deputy']].map((queryKey) => cache.invalidateQueries({ queryKey })),
    );
  };
}
