import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Change } from './change';
import { api, ask, dataOf } from './http';
import { asProblem } from './problem';
import type { components } from './schema';

export type Sum = components['schemas']['Sum'];
export type Judged = components['schemas']['Judged'];

/** What the changes come to: how many rows, totals, the largest amounts, and who would be paid anew. */
export function useSum(ids: readonly string[]) {
  return useQuery({
    queryKey: ['change', 'sum', ids],
    queryFn: async ({ signal }) => {
      const params = { query: { id: [...ids] } };
      return dataOf(await api.GET('/api/v1/change/summary', { params, signal }));
    },
    enabled: ids.length > 0,
  });
}

/** What is agreed to and what is left out, all for oneself or all as one person's deputy. */
export interface Batch {
  readonly agreed: readonly Change[];
  readonly leftOut: readonly Change[];
  readonly behalf: string;
  readonly reason: string;
  /** Repeated with the same key, it happens once. */
  readonly key: string;
}

/** Decides on several changes, batch by batch; of each one hears what became of it. */
export function useTogether() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (batches: readonly Batch[]): Promise<readonly Judged[]> => {
      const judged: Judged[] = [];
      for (const batch of batches) judged.push(...(await decide(batch).catch(refusing(batch, judged.length > 0))));
      return judged;
    },
    onSettled: async () => {
      await Promise.all([['change'], ['me'], ['table']].map((queryKey) => cache.invalidateQueries({ queryKey })));
    },
  });
}

/** A batch that is refused after others were decided is told with them. */
function refusing({ agreed, leftOut }: Batch, others: boolean) {
  return (error: unknown): readonly Judged[] => {
    if (!others) throw error;
    const { code, detail } = asProblem(error);
    return [...agreed, ...leftOut].map(({ id }) => ({ change: id, code, detail }));
  };
}

async function decide({ agreed, leftOut, behalf, reason, key }: Batch): Promise<readonly Judged[]> {
  const body = {
    agreed: agreed.map(({ id, digest }) => ({ change: id, digest })),
    left_out: leftOut.map(({ id }) => id),
    reason,
    on_behalf: behalf,
  };
  const headers = { 'Idempotency-Key': key };
  return (await ask<{ items: readonly Judged[] }>('/api/v1/change/decide', { method: 'POST', body, headers })).data
    .items;
}
