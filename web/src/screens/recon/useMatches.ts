import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type Filled, filled } from '@/api/filled';
import { api, dataOf } from '@/api/http';
import type { components } from '@/api/schema';

export type Match = Filled<components['schemas']['ReconMatchedPair']>;

export interface Looked {
  /** What stands in a value of either row, or ''. */
  readonly find: string;
  /** Only matches whose rows differ. */
  readonly unlike: boolean;
}

/** What a run matched, page after page; read again when a match is broken apart. */
export function useMatches(run: string, { find, unlike }: Looked) {
  const list = useInfiniteQuery({
    queryKey: ['table', 'broken_match', 'list', run, find, unlike],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...(find && { find }), ...(unlike && { unlike }), ...(pageParam >= 0 && { after: pageParam }) };
      return filled(
        dataOf(await api.GET('/api/v1/run/{id}/matches', { params: { path: { id: run }, query }, signal })),
      );
    },
    initialPageParam: -1,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return { ...list, matches: list.data?.pages.flatMap((page) => page.items) ?? [] };
}
