import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { type Change, useInbox, useMine } from '@/api/change';
import type { Row } from '@/api/declared';
import { useSome } from '@/api/list';
import { useHolds } from '@/api/me';
import { formatMoment } from '@/format/time';
import { ChangeLine } from '@/parts/ChangeLine';
import { ProblemNote } from '@/parts/Problem';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Status } from '@/parts/Status';
import { WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import classes from './Audit.module.css';

const commands: readonly string[] = ['audit.archive', 'audit.restore'];

/** How many are shown; the table has all of them. */
const shown = 5;

/** What was ordered of the archives: what waits for other eyes, what is under way and how far, and how it ended. */
export function Orders() {
  const { t } = useText();
  const holds = useHolds();
  const may = holds('archive_order.view');
  const orders = useSome('archive_order', { sort: '-asked_at' }, shown, may);
  const rows = may ? (orders.data?.items ?? []) : [];
  useSearchedAgain(rows);
  const waiting = useWaiting();
  if (orders.isError) return <ProblemNote error={orders.error} onRetry={orders.refetch} />;
  if (rows.length === 0 && waiting.length === 0) return null;
  return (
    <section aria-label={t('audit.orders')} className={classes.orders}>
      <div className={classes.ordersHead}>
        <h3>{t('audit.orders')}</h3>
        {may && <Link to="/archive_order">{t('audit.orders.all')}</Link>}
      </div>
      {waiting.length > 0 && (
        <WorkList>
          {waiting.map((change) => (
            <ChangeLine key={change.id} change={change} action={t('audit.orders.look')} />
          ))}
        </WorkList>
      )}
      <ul className={classes.kept}>
        {rows.map((row) => (
          <Order key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

/** Held orders: one's own, and those that wait for one's agreement. */
function useWaiting(): readonly Change[] {
  const mine = useMine('pending').data ?? [];
  const inbox = useInbox().data ?? [];
  const all = new Map([...inbox, ...mine].map((change) => [change.id, change]));
  return [...all.values()].filter((change) => commands.includes(change.command));
}

/** What was searched is searched again once an order has ended: more or less of the log is there now. */
function useSearchedAgain(rows: readonly Row[]) {
  const cache = useQueryClient();
  const open = rows.filter((row) => row.state === 'asked').length;
  const before = useRef(open);
  useEffect(() => {
    if (open < before.current) void cache.invalidateQueries({ queryKey: ['audit'] });
    before.current = open;
  }, [cache, open]);
}

function Order({ row }: { row: Row }) {
  const { t, locale } = useText();
  const n = (value: unknown) => new Intl.NumberFormat(locale).format(Number(value));
  const due = Number(row.ends) - Number(row.begins) + 1;
  const begun = row.state === 'asked' && Number(row.begins) > 0;
  return (
    <li>
      <span className={classes.place}>
        <strong>
          <RecordLink table="archive_order" id={row.id}>
            {said(row)}
          </RecordLink>
        </strong>
        <span className={classes.quiet}>
          <Person id={String(row.asked_by)} />{' '}
          <time dateTime={String(row.asked_at)}>{formatMoment(String(row.asked_at), locale)}</time>
        </span>
      </span>
      <span className={classes.place}>
        {begun && (
          <progress className={classes.bar} value={Number(row.entries)} max={due} aria-label={t('audit.orders.far')} />
        )}
        <output className={classes.quiet}>{far()}</output>
        <Status state={String(row.state)} kind={row.state === 'asked' ? 'waiting' : undefined} />
      </span>
      {row.state === 'failed' && <p className={classes.why}>{String(row.detail)}</p>}
    </li>
  );

  function said({ kind, before_at, from_entry, to_entry }: Row) {
    if (kind === 'restore') return t('audit.orders.restore', { from: n(from_entry), to: n(to_entry) });
    if (before_at) return t('audit.orders.before', { at: formatMoment(String(before_at), locale) });
    return t('audit.orders.to', { to: n(to_entry) });
  }
  function far() {
    if (begun) return t('audit.orders.done', { n: n(row.entries), of: n(due) });
    if (row.state === 'asked') return t('audit.orders.soon');
    if (row.state === 'done' && row.files === 0) return t('audit.orders.nothing');
    return t('audit.orders.came', { entries: n(row.entries), files: n(row.files) });
  }
}
