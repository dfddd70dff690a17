import { useParams } from '@tanstack/react-router';
import { type Row, useTable } from '@/api/declared';
import { useRecord } from '@/api/record';
import { Fact, Facts } from '@/parts/Facts';
import { ProblemNote, Refused } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { ScreenHead, Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { History } from '@/screens/table/History';
import { Offers } from '@/screens/table/Offers';
import { PendingChange } from '@/screens/table/PendingChange';
import { useText } from '@/text/text';
import classes from './AccountScreen.module.css';
import { numberOf } from './Accounts';
import { Signatories } from './Signatories';

/** A bank account: what it requires, and who signs for it with how many points. */
export default function AccountScreen() {
  const { id } = useParams({ strict: false });
  const table = useTable('account');
  const record = useRecord('account', id ?? '');
  if (!table?.may.view) return <Refused table="account" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={6} />;
  return <Account row={record.data} />;
}

function Account({ row }: { row: Row }) {
  const { t, word } = useText();
  const table = useTable('account');
  const seesUnits = useTable('unit')?.may.view === true;
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={String(row.name)}
        about={
          <>
            <span>{numberOf(row)}</span>
            <RecordLink table="customer" id={String(row.customer)} />
          </>
        }
        actions={table && <Offers table={table} row={row} />}
      />
      {typeof row.pending_change === 'string' && <PendingChange id={row.pending_change} />}
      <div className={classes.halves}>
        <Signatories account={row} />
        <Section title={word('account')}>
          <Facts>
            <Fact name={t('cust.required.name')}>
              <strong className={classes.required}>{String(row.required_points)}</strong>
              <span className={classes.quiet}>{t('cust.required.what')}</span>
            </Fact>
            <Fact name={word('bic')}>{String(row.bic)}</Fact>
            <Fact name={word('currency')}>{String(row.currency)}</Fact>
            {seesUnits && (
              <Fact name={word('unit')}>
                <RecordLink table="unit" id={String(row.unit)} />
              </Fact>
            )}
          </Facts>
        </Section>
      </div>
      <History table="account" id={row.id} />
    </div>
  );
}
