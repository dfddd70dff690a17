import { useQuery } from '@tanstack/react-query';
import { type Row, useTable } from '@/api/declared';
import { api, dataOf } from '@/api/http';
import { useAll } from '@/api/list';
import { useHolds } from '@/api/me';

/** The rows of a table that name the record in a column; none where the person may not view the table. */
export function useNaming(table: string, column: string, id: string) {
  const may = useTable(table)?.may.view === true;
  const { data = none, isPending } = useAll(table, { filter: [`${column}=${id}`] }, may && id !== '');
  return { may, rows: data, isPending: may && isPending };
}

const none: readonly Row[] = [];

/** What somebody asked for and still waits, as far as one may see it. */
export function useWaitingOf(user: string) {
  return useQuery({
    queryKey: ['change', 'of', user],
    queryFn: async ({ signal }) => {
      const query = { box: 'all' as const, maker: user, state: ['pending' as const] };
      return dataOf(await api.GET('/api/v1/change', { params: { query }, signal })).items;
    },
  });
}

/** The verbs that make sense as the user stands. */
export function verbsFor({ status, kind }: Row): readonly string[] {
  if (status === 'suspended') return ['reactivate', 'move'];
  return kind === 'person' ? ['suspend', 'move', 'reset_factor', 'end_sessions'] : ['suspend', 'move'];
}

/** Whether a person may be sent a link by which they set a password. */
export function useInvites({ status, kind }: Row): boolean {
  return useHolds()('user.invite') && kind === 'person' && status !== 'suspended';
}
