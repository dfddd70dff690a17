import { useInbox, useMine } from '@/api/change';
import { type Row, useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import { dayAfter, dayOf, type Moment } from '@/format/timeline';

/** At most so many of each kind are drawn. */
const few = 12;
/** Orders are gathered by package and day. */
const manyOrders = 500;
/** How far ahead the time line looks at all. */
const horizonDays = 45;

/** A moment with how much falls on it. */
export interface Due extends Moment {
  readonly kind: 'run' | 'settles' | 'execution' | 'expires';
  readonly count: number;
}

/** What happened today, and what has to be done today and in the days to come. */
export function useMoments(now: number): { readonly moments: readonly Due[]; readonly isPending: boolean } {
  const today = dayOf(new Date(now));
  const midnight = new Date(`${today}T00:00:00`).toISOString();
  const until = dayAfter(today, horizonDays);
  const runs = useRows('run', [`ran_at>=${midnight}`], '-ran_at', few);
  const cycles = useRows('cycle', ['state!=closed', `settlement_date<=${until}`], 'settlement_date', few);
  const due = [`execution_date>=${today}`, `execution_date<=${until}`, 'removed=false'];
  const orders = useRows('order', due, 'execution_date', manyOrders);
  const moments = [
    ...runs.rows.map(ofRun),
    ...cycles.rows.map(ofCycle),
    ...ofOrders(orders.rows),
    ...useExpiring(until),
  ];
  return { moments, isPending: runs.isPending || cycles.isPending || orders.isPending };
}

function useRows(table: string, filter: readonly string[], sort: string, limit: number) {
  const enabled = useTable(table)?.may.view === true;
  const rows = useSome(table, { filter, sort }, limit, enabled);
  return { rows: rows.data?.items ?? [], isPending: enabled && rows.isPending };
}

/** Held changes that end by themselves if nobody decides. */
function useExpiring(until: string): readonly Due[] {
  const changes = [...(useInbox().data ?? []), ...(useMine('pending').data ?? [])];
  const ending = changes.filter(({ expires_at: at }) => at && dayOf(at) <= until);
  return [...new Map(ending.map((change) => [change.id, change])).values()].map((change) => ({
    key: `change/${change.id}`,
    at: change.expires_at,
    table: change.record.table,
    id: change.id,
    state: change.state,
    open: true,
    kind: 'expires' as const,
    count: 1,
  }));
}

function ofRun(row: Row): Due {
  return { ...base('run', row), at: String(row.ran_at), open: false, kind: 'run', count: 1 };
}

function ofCycle(row: Row): Due {
  const open = row.state !== 'settled';
  return { ...base('cycle', row), at: String(row.settlement_date), open, kind: 'settles', count: 1 };
}

function base(table: string, row: Row) {
  return { key: `${table}/${row.id}`, table, id: row.id, state: String(row.state ?? '') };
}

function ofOrders(orders: readonly Row[]): readonly Due[] {
  const byDay = Map.groupBy(orders, (row) => `${row.package} ${row.execution_date}`);
  return [...byDay.entries()].flatMap(([key, rows]) => {
    const [first] = rows;
    if (!first) return [];
    const id = String(first.package);
    const at = String(first.execution_date);
    return [
      { key: `order/${key}`, at, table: 'package', id, state: '', open: false, kind: 'execution', count: rows.length },
    ];
  });
}
