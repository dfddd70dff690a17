import { type Row, useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import { useHolds } from '@/api/me';

/** At most so many are offered on the work-list. */
const few = 20;

/** Packages that await signatures, for who may sign somewhere. */
export function useToSign(): readonly Row[] {
  const holds = useHolds();
  const declared = useTable('package');
  const enabled = declared?.may.view === true && holds('package.sign');
  return useSome('package', { filter: ['state=awaiting_signatures'] }, few, enabled).data?.items ?? [];
}
