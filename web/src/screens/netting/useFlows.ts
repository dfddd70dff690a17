import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '@/api/http';
import type { components } from '@/api/schema';
import { largest } from '@/format/flows';

export type Flows = components['schemas']['CyclesFlows'];
export type Member = components['schemas']['CyclesMember'];
export type Flow = components['schemas']['CyclesFlow'];

/** What everybody owes everybody, and how it settles; kept fresh while invoices come in. */
export function useFlows(cycle: string, enabled: boolean) {
  return useQuery({
    queryKey: ['table', 'invoice', 'flows', cycle],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/api/v1/cycle/{id}/flows', { params: { path: { id: cycle } }, signal })),
    enabled,
  });
}

/** The filters that show exactly the invoices of one flow. */
export function invoicesOf(cycle: string, flow: Flow): readonly string[] {
  return [`cycle=${cycle}`, `payer=${flow.payer}`, `payee=${flow.payee}`];
}

/** The value that the widest ribbon of both pictures stands for, so that they have one scale. */
export function widestOf(flows: Flows): number {
  return largest([...flows.flows, ...flows.members].map(({ base }) => base));
}
