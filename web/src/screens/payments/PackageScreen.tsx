import { useParams } from '@tanstack/react-router';
import { type Row, useTable } from '@/api/declared';
import { useRecord } from '@/api/record';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { PendingChange } from '@/screens/table/PendingChange';
import { useText } from '@/text/text';
import { AboutPackage } from './AboutPackage';
import { Delivery } from './Delivery';
import { HeldNote } from './HeldNote';
import { Life } from './Life';
import { Orders } from './Orders';
import { PackageActions } from './PackageActions';
import classes from './PackageScreen.module.css';
import { Signing } from './Signing';
import { useStanding } from './standing';

/** A package: its orders, the live verdict on its signatures beside them, its way to the bank. */
export default function PackageScreen() {
  const { id } = useParams({ strict: false });
  const table = useTable('package');
  const record = useRecord('package', id ?? '');
  if (!table?.may.view) return <Refused table="package" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={8} />;
  return <Package row={record.data} />;
}

function Package({ row }: { row: Row }) {
  const { t, word } = useText();
  const standing = useStanding(row).data;
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={String(row.code)}
        about={
          <>
            <Status state={String(row.state)} />
            {row.held === true && <Status state="held" />}
            <span>{standing?.customer_name ?? String(row.debtor ?? '')}</span>
            <span>{word(String(row.kind))}</span>
          </>
        }
        actions={<PackageActions row={row} />}
      />
      {typeof row.pending_change === 'string' && <PendingChange id={row.pending_change} />}
      <HeldNote row={row} />
      <div className={classes.halves}>
        <div className={classes.main}>
          {row.state === 'awaiting_signatures' && (
            <a href="#signing" className={classes.jump}>
              {t('sign.toSigning')}
            </a>
          )}
          <Orders row={row} standing={standing} />
        </div>
        <div className={classes.aside}>
          <Signing row={row} />
          <AboutPackage row={row} standing={standing} />
        </div>
        <div className={classes.rest}>
          <Delivery row={row} />
          <Life id={row.id} />
        </div>
      </div>
    </div>
  );
}
