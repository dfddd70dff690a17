import { queryOptions, useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { ask } from './http';

/** One signed-in session. Times are RFC 3339 in UTC. */
export interface Session {
  readonly id: string;
  readonly method: string;
  readonly started_at: string;
  readonly proof_at: string;
  readonly idle_until: string;
  readonly ends_at: string;
  readonly from?: string;
}

/** Who is asking, what they hold, and how many changes wait for them. */
export interface Me {
  readonly user: { readonly id: string; readonly name: string; readonly email: string; readonly unit: string };
  readonly session: Session;
  readonly permissions: readonly string[];
  readonly settings: { readonly proof_seconds: number };
  readonly inbox: number;
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => (await ask<Me>('/api/v1/me', { signal })).data,
  staleTime: 60_000,
});

export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** Whether the person holds the permission anywhere; the server decides on each record. */
export function useHolds(): (permission: string) => boolean {
  const { permissions } = useMe();
  return (permission) => permissions.includes(permission);
}

export function useSessions() {
  return useQuery({
    queryKey: ['me', 'session'],
    queryFn: async ({ signal }) =>
      (await ask<{ items: readonly Session[] }>('/api/v1/me/session', { signal })).data.items,
  });
}

export function useEndSession() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => ask(`/api/v1/me/session/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['me', 'session'] }),
  });
}

/** Renews the proof of identity by a code of the second factor, or the password where none is asked. */
export function proveAgain(proof: { code: string } | { password: string }) {
  return ask('/api/v1/me/proof', { method: 'POST', body: proof });
}
