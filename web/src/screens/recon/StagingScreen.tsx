import { Button } from '@mantine/core';
import { IconFileDiff, IconPencil } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type Column, type Row, useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import { useMay, useRecord } from '@/api/record';
import { useTitle } from '@/api/titles';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { formatMoment } from '@/format/time';
import { ProblemNote, Refused } from '@/parts/Problem';
import { Person, RecordLink } from '@/parts/RecordLink';
import { ScreenHead } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { Offers } from '@/screens/table/Offers';
import { PendingChange } from '@/screens/table/PendingChange';
import { useText } from '@/text/text';
import { BesideSection } from './BesideSection';
import { DifferenceSection } from './DifferenceSection';
import { text } from './exception';
import classes from './Recon.module.css';
import { TriedRun } from './Tried';

/** A staging copy: what it makes of the original's files beside the original, and what would be asked for. */
export default function StagingScreen() {
  const { id = '' } = useParams({ strict: false });
  const table = useTable('staging_copy');
  const record = useRecord('staging_copy', id);
  if (!table?.may.view) return <Refused table="staging_copy" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={8} />;
  return <Staging row={record.data} />;
}

function Staging({ row }: { row: Row }) {
  const { t, locale } = useText();
  const table = useTable('staging_copy');
  const sees = useTable('process')?.may.view === true;
  const name = useTitle('process', text(row.process), sees);
  const [doing, setDoing] = useState<Doing>();
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={name}
        about={
          <>
            <span>
              {t('staging.of.original')} <RecordLink table="process" id={text(row.original)} />
            </span>
            <RecordLink table="process" id={text(row.process)}>
              {t('staging.process')}
            </RecordLink>
            <span>
              <Person id={text(row.made_by)} />, {formatMoment(text(row.made_at), locale)}
            </span>
          </>
        }
        actions={
          <>
            <TryIt row={row} onDo={setDoing} />
            <Edit process={text(row.process)} />
            {table && <Offers table={table} row={row} only={['close']} />}
          </>
        }
      />
      {typeof row.pending_change === 'string' && <PendingChange id={row.pending_change} />}
      <DifferenceSection row={row} onDo={setDoing} />
      <BesideSection row={row} />
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </div>
  );
}

/** The field by which the trial takes a run. */
const chosenRun = { name: 'run', type: 'text', required: true, masked: false, readonly: false, sort: false } as const;

/** How many runs of the original can be chosen from, newest first. */
const mostRuns = 200;

/** Running the copy on the files of a run of the original: the latest, or another where there are several. */
function TryIt({ row, onDo }: { row: Row; onDo: (doing: Doing) => void }) {
  const { t, locale } = useText();
  const may = useMay('staging_copy.try', 'staging_copy', row.id, true);
  const holdsRole = useMay('process.approve', 'process', text(row.process), may);
  const wanted = { filter: [`process=${text(row.original)}`, 'state=done'], sort: '-number' };
  const runs = useSome('run', wanted, mostRuns, may && holdsRole).data?.items ?? [];
  if (!may || !holdsRole) return null;
  const choices = runs.map((run) => ({
    value: run.id,
    label: [
      t('recon.run', { n: String(run.number) }),
      formatMoment(text(run.ran_at), locale),
      text(run.left_name),
      text(run.right_name),
    ].join(' · '),
  }));
  const column: Column = { ...chosenRun, filter: [], label: t('staging.try.run'), doc: t('staging.try.run.what') };
  return (
    <Button
      leftSection={<IconFileDiff size={16} aria-hidden />}
      onClick={() =>
        onDo({
          title: t('staging.try'),
          what: t('staging.try.what'),
          ...(choices.length > 1 && {
            columns: [column],
            initial: { run: choices[0]?.value ?? '' },
            choices: { run: choices },
          }),
          writeOf: (draft) => ({
            method: 'POST',
            path: `/api/v1/recon/staging_copy/${encodeURIComponent(row.id)}/try`,
            body: draft.run ? { run: draft.run } : {},
          }),
          show: (planned) => <TriedRun planned={planned} />,
        })
      }
    >
      {t('staging.try')}
    </Button>
  );
}

function Edit({ process }: { process: string }) {
  const { t } = useText();
  if (!useMay('process.update', 'process', process, true)) return null;
  return (
    <Button
      component={Link}
      to={`/process/${encodeURIComponent(process)}/edit`}
      variant="default"
      leftSection={<IconPencil size={15} aria-hidden />}
    >
      {t('staging.edit')}
    </Button>
  );
}
