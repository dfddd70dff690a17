import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type Row, useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import { useMay, useRecord } from '@/api/record';
import { useTitle } from '@/api/titles';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { draftOf } from '@/form/draft';
import { formatMoment } from '@/format/time';
import { ProblemNote, Refused } from '@/parts/Problem';
import { Person } from '@/parts/RecordLink';
import { ScreenHead, Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { History } from '@/screens/table/History';
import { Offers } from '@/screens/table/Offers';
import { useText } from '@/text/text';
import { Comments } from './Comments';
import { commandOf } from './commands';
import { ExceptionLines } from './ExceptionLines';
import { Matches } from './Matches';
import classes from './Recon.module.css';
import resultClasses from './Result.module.css';
import { ClosedBar, ResultBars } from './ResultBars';
import { ResultNumbers } from './ResultNumbers';
import { RunFiles } from './RunFiles';
import { resultOf } from './run';
import { StoppedRun, UnderWay } from './UnderWay';
import { useComparison } from './useComparison';

/** What one comparison came to, by which files, and how far the work on it is. */
export default function RunScreen() {
  const { id = '' } = useParams({ strict: false });
  const table = useTable('run');
  const record = useRecord('run', id);
  if (!table?.may.view) return <Refused table="run" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={8} />;
  return <Run row={record.data} />;
}

function Run({ row }: { row: Row }) {
  const { t, locale } = useText();
  const table = useTable('run');
  const process = useTitle('process', String(row.process), true);
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={t('recon.run', { n: String(row.number) })}
        about={
          <>
            <Status state={String(row.state)} />
            <Link to="/$table/$id" params={{ table: 'process', id: String(row.process) }}>
              {process}
            </Link>
            <time dateTime={String(row.ran_at)}>{formatMoment(String(row.ran_at), locale)}</time>
            <Person id={String(row.asked_by ?? '')} />
          </>
        }
        actions={
          <>
            <CommentOnRun row={row} />
            {table && <Offers table={table} row={row} only={row.state === 'done' ? ['mark_failed'] : []} />}
          </>
        }
      />
      <div className={classes.halves}>
        <div className={classes.main}>
          {row.state === 'running' && <UnderWay row={row} />}
          {row.state === 'stopped' && <StoppedRun row={row} />}
          {(row.state === 'done' || row.state === 'failed') && (
            <>
              <Found row={row} />
              <ExceptionLines title={t('recon.exceptions')} filter={[`run=${row.id}`]} />
              <Matches row={row} />
            </>
          )}
        </div>
        <div className={classes.aside}>
          <RunFiles row={row} />
          <Comments filter={`run=${row.id}`} />
          <History table="run" id={row.id} />
        </div>
      </div>
    </div>
  );
}

function Found({ row }: { row: Row }) {
  const { t, word } = useText();
  const result = resultOf(row);
  const may = useTable('exception')?.may.view === true;
  const all = useSome('exception', { filter: [`run=${row.id}`] }, 1, may).data?.total ?? 0;
  const closed = useSome('exception', { filter: [`run=${row.id}`, 'state=closed'] }, 1, may).data?.total ?? 0;
  const seesBroken = useTable('broken_match')?.may.view === true;
  const broken = useSome('broken_match', { filter: [`run=${row.id}`] }, 1, seesBroken).data?.total ?? 0;
  const notes = Array.isArray(row.notes) ? row.notes.map(String) : [];
  return (
    <Section title={t('recon.result')}>
      <div className={resultClasses.result}>
        {row.state === 'failed' && <strong>{t('recon.failed')}</strong>}
        {row.detail !== '' && <p>{String(row.detail)}</p>}
        <ResultBars result={result} />
        <ClosedBar closed={closed} all={all} />
        <ResultNumbers result={result} broken={broken} />
        {row.consistency !== 'not_checked' && (
          <p>
            {word('consistency')}: {word(String(row.consistency))}
          </p>
        )}
        {may && row.consistency === 'inconsistent' && <Contradiction run={row.id} />}
        {notes.length > 0 && (
          <ul className={classes.notes}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

/** The balances that do not agree, for who may see amounts of the run. */
function Contradiction({ run }: { run: string }) {
  const told = useComparison(run).data?.contradicts;
  return told ? <p>{told}</p> : null;
}

function CommentOnRun({ row }: { row: Row }) {
  const { t, locale } = useText();
  const [doing, setDoing] = useState<Doing>();
  const command = useTable('run')?.commands.find(({ name }) => name === 'run.comment');
  const may = useMay('run.comment', 'run', row.id, command?.may === true);
  if (!command || !may) return null;
  const doingIt = commandOf(command, row.id, t('recon.do.commentRun'), t('recon.do.comment.what'), {
    initial: draftOf(command.fields, {}, locale),
    locale,
  });
  return (
    <>
      <Button variant="default" onClick={() => setDoing(doingIt)}>
        {t('recon.do.commentRun')}
      </Button>
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </>
  );
}
