import { Link } from '@tanstack/react-router';
import { type HistoryEntry, useHistory } from '@/api/record';
import { formatMoment } from '@/format/time';
import { Difference } from '@/parts/Difference';
import { ProblemNote } from '@/parts/Problem';
import { Person } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './RecordScreen.module.css';

/** Everything that was done to the record, newest first. */
export function History({ table, id }: { table: string; id: string }) {
  const { t } = useText();
  const history = useHistory(table, id);
  return (
    <Section title={t('table.history')}>
      {history.isError && <ProblemNote error={history.error} onRetry={history.refetch} />}
      {history.isPending && <Loading />}
      {history.data?.length === 0 && <Empty title={t('table.history')}>{t('table.history.none')}</Empty>}
      <ol className={classes.history}>
        {history.data?.map((entry) => (
          <Entry key={entry.seq} table={table} entry={entry} />
        ))}
      </ol>
    </Section>
  );
}

function Entry({ table, entry }: { table: string; entry: HistoryEntry }) {
  const { t, word, locale } = useText();
  return (
    <li>
      <div className={classes.entry}>
        <strong>{word(entry.action)}</strong>
        <Status state={entry.outcome} />
        <Person id={entry.actor} />
        <time dateTime={entry.at} className={classes.quiet}>
          {formatMoment(entry.at, locale)}
        </time>
        {entry.change && (
          <Link to="/change/$id" params={{ id: entry.change }}>
            {entry.ticket || t('table.pending')}
          </Link>
        )}
        {entry.reason && <span className={classes.quiet}>{entry.reason}</span>}
      </div>
      {(entry.before || entry.after) && <Difference table={table} before={entry.before} after={entry.after} />}
    </li>
  );
}
