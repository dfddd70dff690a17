import { useParams } from '@tanstack/react-router';
import { type Row, type Table, useTable } from '@/api/declared';
import { useRecord } from '@/api/record';
import { formatDay } from '@/format/time';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { History } from '@/screens/table/History';
import { Offers } from '@/screens/table/Offers';
import { PendingChange } from '@/screens/table/PendingChange';
import { Related } from '@/screens/table/Related';
import { useText } from '@/text/text';
import classes from './Cycle.module.css';
import { FlowSection } from './FlowSection';
import { Rates } from './Rates';
import { Result } from './Result';
import { Steps } from './Steps';

/** What is offered in each state; whether it is done is for the server to say. */
const steps: Readonly<Record<string, readonly string[]>> = {
  draft: ['open'],
  open: ['import_invoices', 'key_rate', 'confirm_rate', 'close_input'],
  input_closed: ['key_rate', 'confirm_rate', 'fix_rates', 'reopen_input'],
  rates_fixed: ['compute', 'reopen_input'],
  calculated: ['approve_result', 'compute', 'reopen_input'],
  approved: ['settle', 'reopen_input'],
  settled: ['close'],
};

/** A round of netting: how far it has come, what it came to, and the flows that it replaces. */
export default function CycleScreen() {
  const { id } = useParams({ strict: false });
  const table = useTable('cycle');
  const record = useRecord('cycle', id ?? '');
  if (!table?.may.view) return <Refused table="cycle" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={8} />;
  return <Cycle table={table} row={record.data} />;
}

function Cycle({ table, row }: { table: Table; row: Row }) {
  const { t, locale } = useText();
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={String(row.code)}
        about={
          <>
            <Status state={String(row.state)} />
            <span>{t('cycle.settles', { date: formatDay(String(row.settlement_date), locale) })}</span>
          </>
        }
        actions={<Offers table={table} row={row} only={steps[String(row.state)] ?? []} />}
      />
      {typeof row.pending_change === 'string' && <PendingChange id={row.pending_change} />}
      <Steps row={row} table={table} />
      <Result row={row} />
      <FlowSection row={row} />
      <Rates row={row} />
      <Related table={table} id={row.id} />
      <History table="cycle" id={row.id} />
    </div>
  );
}
