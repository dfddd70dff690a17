import { queryOptions, useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { setClock } from './clock';
import { api, dataOf } from './http';
import type { components } from './schema';

export type Session = components['schemas']['LoginSession'];

/** Who is asking, what they hold, and how many changes wait for them. */
export type Me = components['schemas']['Me'];

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    const asked = Date.now();
    const me = dataOf(await api.GET('/api/v1/me', { signal }));
    setClock(me.now, asked, Date.now());
    return me;
  },
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
    queryFn: async ({ signal }) => dataOf(await api.GET('/api/v1/me/session', { signal })).items,
  });
}

export function useEndSession() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/me/session/{id}', { params: { path: { id } } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['me', 'session'] }),
  });
}

/** Recovery codes, which the server does not keep, and whether they hold at once. */
export type NewCodes = components['schemas']['NewCodes'];

/** A second factor that waits for a code of its own. */
export type NewFactor = components['schemas']['NewFactor'];

/** What comes back holds secrets: it is forgotten with the screen that shows it. */
const forgotten = { gcTime: 0 };

/** Takes other recovery codes; those before are of no use any more. */
export function useRenewRecovery() {
  return useMutation({
    ...forgotten,
    mutationFn: async () => dataOf(await api.POST('/api/v1/me/recovery')),
  });
}

/** Draws a second factor, which takes the place of one's own once a code of it is confirmed. */
export function useNewFactor() {
  return useMutation({ ...forgotten, mutationFn: async () => dataOf(await api.POST('/api/v1/me/factor')) });
}

export function useConfirmFactor() {
  const cache = useQueryClient();
  return useMutation({
    ...forgotten,
    mutationFn: async (code: string) => dataOf(await api.POST('/api/v1/me/factor/confirm', { body: { code } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['me'] }),
  });
}

/** Renews the proof of identity by a code of the second factor, or the password where none is asked. */
export function proveAgain(proof: { code: string } | { password: string }) {
  return api.POST('/api/v1/me/proof', { body: proof });
}
