import { useParams } from '@tanstack/react-router';
import { type Row, useTable } from '@/api/declared';
import { asProblem } from '@/api/problem';
import { useRecord } from '@/api/record';
import { Fact, Facts } from '@/parts/Facts';
import { ProblemNote } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { ScreenHead, Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { RolesHere } from '@/screens/people/RolesHere';
import { History } from '@/screens/table/History';
import { Offers } from '@/screens/table/Offers';
import { PendingChange } from '@/screens/table/PendingChange';
import { useText } from '@/text/text';
import { Compare } from './Compare';
import { ExceptionLines } from './ExceptionLines';
import { ExpectedFiles } from './ExpectedFiles';
import { text } from './exception';
import { NamedProcess } from './NamedProcess';
import { ProcessRuns } from './ProcessRuns';
import classes from './Recon.module.css';
import { StagingCopies } from './StagingCopies';

/** A process: how its runs went, what is open, and how the two sides are compared. */
export default function ProcessScreen() {
  const { id = '' } = useParams({ strict: false });
  const table = useTable('process');
  return table?.may.view ? <Viewed id={id} /> : <NamedProcess id={id} />;
}

function Viewed({ id }: { id: string }) {
  const record = useRecord('process', id);
  // Who may view another process may have something to do with this one all the same.
  if (record.isError && asProblem(record.error).status === 404) return <NamedProcess id={id} />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={8} />;
  return <Process row={record.data} />;
}

function Process({ row }: { row: Row }) {
  const { t, word } = useText();
  const table = useTable('process');
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={text(row.name)}
        about={
          <>
            <span>{text(row.code)}</span>
            <RecordLink table="unit" id={text(row.unit)} />
            <span>{t('table.version', { version: row.version })}</span>
          </>
        }
        actions={
          <>
            <Compare id={row.id} />
            {table && <Offers table={table} row={row} only={[]} />}
          </>
        }
      />
      {typeof row.pending_change === 'string' && <PendingChange id={row.pending_change} />}
      <div className={classes.halves}>
        <div className={classes.main}>
          <ProcessRuns process={row.id} />
          <ExceptionLines title={t('recon.openOnes')} filter={[`process=${row.id}`, 'state!=closed']} />
        </div>
        <div className={classes.aside}>
          <Section title={t('recon.configuration')}>
            <Facts>
              <Fact name={word('kind')}>{word(text(row.kind))}</Fact>
              {row.account_number !== '' && <Fact name={word('account_number')}>{text(row.account_number)}</Fact>}
              {row.kind === 'cash' && <Fact name={word('on_inconsistency')}>{word(text(row.on_inconsistency))}</Fact>}
            </Facts>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <pre className={classes.configuration} tabIndex={0}>
              {text(row.configuration)}
            </pre>
          </Section>
          <ExpectedFiles process={row.id} />
          <StagingCopies process={row} />
          <RolesHere table="process" id={row.id} />
          <History table="process" id={row.id} />
        </div>
      </div>
    </div>
  );
}
