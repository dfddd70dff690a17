import { useQueries } from '@tanstack/react-query';
import { type Row, useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import { useHolds, useMe } from '@/api/me';
import { type Standing, signersOf, standingOf } from '../payments/standing';

/** At most so many are offered on the work-list. */
const few = 20;

/** A package, and how its signatures stand once that is known. */
export interface ToSign {
  readonly row: Row;
  readonly standing: Standing | undefined;
}

/** Packages that await signatures, for who may sign somewhere; without those that have one's own. */
export function useToSign(): readonly ToSign[] {
  const holds = useHolds();
  const { user } = useMe();
  const declared = useTable('package');
  const enabled = declared?.may.view === true && holds('package.sign');
  const filter = ['state=awaiting_signatures'];
  const rows = useSome('package', { filter }, few, enabled).data?.items ?? [];
  const standings = useQueries({ queries: rows.map(standingOf) });
  return rows
    .map((row, i) => ({ row, standing: standings[i]?.data }))
    .filter(({ standing }) => !standing || !signersOf(standing).includes(user.id));
}
