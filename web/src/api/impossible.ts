import { useQuery } from '@tanstack/react-query';
import { filled } from './filled';
import { api, dataOf } from './http';
import type { components } from './schema';

export type Impossible = components['schemas']['Impossible'];

/**
 * Rules and waiting changes that nobody can meet any more, as far as I may see them. Never
 * read by a timer, which would keep a session alive that nobody uses.
 */
export function useImpossible() {
  return useQuery({
    queryKey: ['me', 'impossible'],
    queryFn: async ({ signal }) => filled(dataOf(await api.GET('/api/v1/me/impossible', { signal }))).items,
  });
}
