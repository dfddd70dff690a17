import { useQuery } from '@tanstack/react-query';
import type { Change } from '@/api/change';
import { useTable } from '@/api/declared';
import { api, dataOf } from '@/api/http';
import { fetchPage } from '@/api/list';
import type { components } from '@/api/schema';
import { filterText } from '@/format/filter';
import { imageOf } from './pair';

export type Person = components['schemas']['CustomerPerson'];

/** So many rows of one table belong to a customer at most; jobs and signatories are few. */
const most = 1000;

/** All rows of a table that are the customer's; none for who may not view the table. */
export function useOfCustomer(table: string, customer: string, sort: string) {
  const enabled = useTable(table)?.may.view === true;
  const filter = [filterText({ column: 'customer', op: '=', value: customer })];
  return useQuery({
    queryKey: ['table', table, 'list', { filter, sort }, most],
    queryFn: async ({ signal }) => (await fetchPage(table, { filter, sort }, most, '', signal)).items,
    enabled,
  });
}

/** The people of a customer by name, as far as one may see its jobs and signatories. */
export function usePeople(customer: string) {
  return useQuery({
    queryKey: ['table', 'user_job', 'list', 'people', customer],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/api/v1/customer/{id}/people', { params: { path: { id: customer } }, signal })).people,
  });
}

/** Tables whose rows make up who signs with whom. */
const ofSigning: ReadonlySet<string> = new Set([
  'customer',
  'account',
  'account_signatory',
  'job',
  'user_job',
  'exclusion',
]);

/** The changes of a customer's signing that wait for other people. */
export function usePending(customer: string) {
  return useQuery({
    queryKey: ['change', 'all', 'pending', customer],
    queryFn: async ({ signal }) => {
      const query = { box: 'all' as const, state: ['pending' as const], limit: 200 };
      const { items } = dataOf(await api.GET('/api/v1/change', { params: { query }, signal }));
      return items.filter((change) => change.rows.some((row) => ofSigning.has(row.table) && isOf(row, customer)));
    },
  });
}

function isOf(row: Change['rows'][number], customer: string): boolean {
  if (row.table === 'customer') return row.id === customer;
  return [row.before, row.after].some((image) => imageOf(image).customer === customer);
}
