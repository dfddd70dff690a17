import { useQuery } from '@tanstack/react-query';
import { filled } from '@/api/filled';
import { api, dataOf } from '@/api/http';

/** What the original and its copy made of the same files; asked again when either changes. */
export function useBeside(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['table', 'run', 'beside', id],
    queryFn: async ({ signal }) =>
      filled(
        dataOf(
          await api.GET('/api/v1/staging_copy/{id}/comparison', {
            params: { path: { id } },
            signal,
          }),
        ),
      ),
    enabled,
    retry: false,
  });
}

/** How the copy compares otherwise than its original, and what changed there since. */
export function useCopyDifference(id: string) {
  return useQuery({
    queryKey: ['table', 'process', 'copy', id],
    queryFn: async ({ signal }) =>
      filled(dataOf(await api.GET('/api/v1/staging_copy/{id}/difference', { params: { path: { id } }, signal }))),
  });
}
