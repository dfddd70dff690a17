import { useQuery } from '@tanstack/react-query';
import { filled } from './filled';
import { api, dataOf } from './http';
import type { components } from './schema';

export type Impossible = components['schemas']['Impossible'];

/** The server's own answer is as old as half a minute. */
const again = 60_000;

/** Rules and waiting changes that nobody can meet any more, as far as I may see them. */
export function useImpossible() {
  return useQuery({
    queryKey: ['me', 'impossible'],
    queryFn: async ({ signal }) => filled(dataOf(await api.GET('/api/v1/me/impossible', { signal }))).items,
    refetchInterval: again,
  });
}
