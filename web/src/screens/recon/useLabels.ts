import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '@/api/http';
import type { components } from '@/api/schema';

export type Label = components['schemas']['Label'];

/** The labels that stand on exceptions, or could; of one process where it is named. */
export function useLabels(process = ''): readonly Label[] {
  const { data = [] } = useQuery({
    queryKey: ['table', 'label', 'list', 'usable', process],
    queryFn: async ({ signal }): Promise<readonly Label[]> => {
      const query = process === '' ? {} : { process };
      return dataOf(await api.GET('/api/v1/exception/labels', { params: { query }, signal })).items;
    },
  });
  return data;
}
