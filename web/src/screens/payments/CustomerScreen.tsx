import { useParams } from '@tanstack/react-router';
import { type Row, useTable } from '@/api/declared';
import { useRecord } from '@/api/record';
import { ChangeLine } from '@/parts/ChangeLine';
import { ProblemNote, Refused } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { ScreenHead, Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { WorkList } from '@/parts/WorkLine';
import { History } from '@/screens/table/History';
import { Offers } from '@/screens/table/Offers';
import { useText } from '@/text/text';
import { Accounts } from './Accounts';
import classes from './CustomerScreen.module.css';
import { usePending } from './customer';
import { SignTogether } from './SignTogether';

/** Who signs for a customer: jobs, which of them exclude each other, and accounts with points. */
export default function CustomerScreen() {
  const { id } = useParams({ strict: false });
  const table = useTable('customer');
  const record = useRecord('customer', id ?? '');
  if (!table?.may.view) return <Refused table="customer" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={8} />;
  return <Customer row={record.data} />;
}

function Customer({ row }: { row: Row }) {
  const { word } = useText();
  const table = useTable('customer');
  const seesUnits = useTable('unit')?.may.view === true;
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={String(row.name)}
        about={
          <>
            <span>{word('customer')}</span>
            {seesUnits && <RecordLink table="unit" id={String(row.unit)} />}
          </>
        }
        actions={table && <Offers table={table} row={row} />}
      />
      <Pending customer={row.id} />
      <SignTogether customer={row} />
      <Accounts customer={row} />
      <History table="customer" id={row.id} />
    </div>
  );
}

/** What was changed here and still waits for other people. */
function Pending({ customer }: { customer: string }) {
  const { t } = useText();
  const { data: changes = [] } = usePending(customer);
  if (changes.length === 0) return null;
  return (
    <Section title={t('cust.pending')}>
      <WorkList>
        {changes.map((change) => (
          <ChangeLine key={change.id} change={change} action={t(change.can_decide ? 'home.review' : 'home.open')} />
        ))}
      </WorkList>
    </Section>
  );
}
