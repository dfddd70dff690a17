import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type Row, useTable } from '@/api/declared';
import { useList } from '@/api/list';
import { formatMoment } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import { text } from './exception';
import classes from './Recon.module.css';
import { Bar } from './ResultBars';
import { resultOf, shareOf } from './run';

/** The runs of a process, newest first, each with what matched. */
export function ProcessRuns({ process }: { process: string }) {
  const may = useTable('run')?.may.view === true;
  return may ? <Runs process={process} /> : null;
}

function Runs({ process }: { process: string }) {
  const { t } = useText();
  const list = useList('run', { filter: [`process=${process}`], sort: '-number' });
  return (
    <Section title={t('recon.runs')} aside={list.total}>
      {list.isError && <ProblemNote error={list.error} onRetry={list.refetch} />}
      {list.isPending && <Loading lines={4} />}
      {list.isSuccess && list.rows.length === 0 && <Empty title={t('recon.runs.none')}>{t('recon.runs.first')}</Empty>}
      <ul className={classes.list}>
        {list.rows.map((row) => (
          <RunLine key={row.id} row={row} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" fullWidth loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t('recon.more')}
        </Button>
      )}
    </Section>
  );
}

function RunLine({ row }: { row: Row }) {
  const { t, locale } = useText();
  const result = resultOf(row);
  const longest = Math.max(result.left.rows, result.right.rows, 1);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1, roundingMode: 'floor' });
  return (
    <li>
      <Link to="/run/$id" params={{ id: row.id }} className={classes.line}>
        <span className={classes.name}>{t('recon.run', { n: String(row.number) })}</span>
        <span className={classes.end}>
          {row.state === 'done' ? (
            t('recon.share', { share: percent.format(shareOf(result)) })
          ) : (
            <Status state={text(row.state)} />
          )}
        </span>
        <span className={classes.quiet}>
          {text(row.left_name)} · {text(row.right_name)}
        </span>
        <time className={classes.quiet} dateTime={text(row.ran_at)}>
          {formatMoment(text(row.ran_at), locale)}
        </time>
        {(row.state === 'done' || row.state === 'failed') && (
          <span className={classes.wide}>
            <Bar name={t('recon.left')} side={result.left} of={longest} />
            <Bar name={t('recon.right')} side={result.right} of={longest} />
          </span>
        )}
      </Link>
    </li>
  );
}
