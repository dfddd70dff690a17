import { type Row, useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import { useMe } from '@/api/me';

/** At most so many are offered on the work-list. */
const few = 20;

/** Exceptions that wait for this person to do something about them. */
export function useToSolve(): readonly Row[] {
  const { user } = useMe();
  const enabled = useTable('exception')?.may.view === true;
  const filter = ['state=pending', `assignee=${user.id}`];
  return (useSome('exception', { filter }, few, enabled).data?.items ?? []).filter((row) => !row.pending_change);
}
