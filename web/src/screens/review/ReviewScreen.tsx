import { Button } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { type Row, type Table, useTable } from '@/api/declared';
import { useRecord } from '@/api/record';
import { useCounts, verdicts } from '@/api/review';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { Fields } from '@/screens/table/Fields';
import { History } from '@/screens/table/History';
import { Offers } from '@/screens/table/Offers';
import { PendingChange } from '@/screens/table/PendingChange';
import { useText } from '@/text/text';
import { Bar, totalOf } from './Campaigns';
import classes from './Review.module.css';

/** One review: how far it is, what was said, its end and its result. */
export default function ReviewScreen() {
  const { id } = useParams({ from: '/access_review/$id' });
  const table = useTable('access_review');
  const record = useRecord('access_review', id);
  if (!table?.may.view) return <Refused table="access_review" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={6} />;
  return <Shown table={table} row={record.data} />;
}

function Shown({ table, row }: { table: Table; row: Row }) {
  const { t, word } = useText();
  const open = row.state === 'open';
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={String(row.name)}
        about={
          <>
            <span>{word('access_review')}</span>
            <Status state={String(row.state)} kind={open ? 'waiting' : 'sealed'} />
          </>
        }
        actions={
          <>
            <Button
              component="a"
              href={`/api/v1/access_review/${encodeURIComponent(row.id)}/result`}
              download
              variant="default"
              leftSection={<IconFileSpreadsheet size={15} aria-hidden />}
            >
              {t('review.result')}
            </Button>
            {open && <Offers table={table} row={row} only={['close']} />}
          </>
        }
      />
      {typeof row.pending_change === 'string' && <PendingChange id={row.pending_change} />}
      <div className={classes.halves}>
        <Verdicts id={row.id} />
        <div className={classes.column}>
          <Section title={t('table.fields')}>
            <Fields table={table} row={row} />
          </Section>
          <History table="access_review" id={row.id} />
        </div>
      </div>
    </div>
  );
}

/** How many have each verdict; each leads to these items. */
function Verdicts({ id }: { id: string }) {
  const { t } = useText();
  const counts = useCounts(id);
  return (
    <Section title={t('review.verdicts')}>
      {counts.isPending && <Loading />}
      {counts.isError && <ProblemNote error={counts.error} onRetry={counts.refetch} />}
      {counts.data && (
        <div className={classes.counts}>
          <Bar counts={counts.data} />
          <p>{t('review.progress', { n: totalOf(counts.data) - counts.data.open, of: totalOf(counts.data) })}</p>
          <ul>
            {verdicts.map((verdict) => (
              <li key={verdict}>
                <Status state={verdict} />
                <Link to="/review_item" search={{ filter: [`review=${id}`, `verdict=${verdict}`] }}>
                  {t('review.items', { n: counts.data[verdict] })}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}
