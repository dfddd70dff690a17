import { useParams } from '@tanstack/react-router';
import { type Row, useTable } from '@/api/declared';
import { useRecord } from '@/api/record';
import { amountOf } from '@/format/csv';
import { Fact, Facts } from '@/parts/Facts';
import { Money } from '@/parts/Money';
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
import { useOfCustomer } from './customer';
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
            <Terms row={row} />
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

/** Until when the bank takes orders, from which amounts on more is required, and who releases. */
function Terms({ row }: { row: Row }) {
  const { t, word, plural } = useText();
  const bands = useOfCustomer('amount_band', String(row.customer), 'from').data ?? [];
  const own = bands.filter((band) => band.account === row.id);
  return (
    <>
      {own.length > 0 && (
        <Fact name={plural('amount_band')}>
          {own.map((band) => {
            const from = amountOf(band.from);
            return (
              <RecordLink key={band.id} table="amount_band" id={band.id}>
                {from && <Money amount={from} />} {t('cust.band.points', { n: String(band.required_points) })}
              </RecordLink>
            );
          })}
        </Fact>
      )}
      {row.cut_off !== '' && <Fact name={word('cut_off')}>{`${row.cut_off} ${row.zone}`}</Fact>}
      {row.dual_disposition === true && <Fact name={word('dual_disposition')}>{t('cust.dual')}</Fact>}
      {row.file_version !== '' && <Fact name={word('file_version')}>{String(row.file_version)}</Fact>}
    </>
  );
}
