import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Json } from '@/api/declared';
import { useHolds } from '@/api/me';
import { type Past, useHistory } from '@/api/record';
import type { Image } from '@/format/difference';
import { formatMoment } from '@/format/time';
import { Difference } from '@/parts/Difference';
import { ProblemNote } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './RecordScreen.module.css';

/** Everything that was done to the record, newest first. */
export function History({ table, id }: { table: string; id: string }) {
  const { t } = useText();
  const holds = useHolds();
  const history = useHistory(table, id);
  const entries = history.data?.pages.flatMap((page) => page.items);
  const applied = new Set(entries?.filter((entry) => entry.outcome === 'applied').map((entry) => entry.change));
  return (
    <Section title={t('table.history')} aside={holds('audit.view') && <InLog table={table} id={id} />}>
      {history.isError && <ProblemNote error={history.error} onRetry={history.refetch} />}
      {history.isPending && <Loading />}
      {entries?.length === 0 && <Empty title={t('table.history')}>{t('table.history.none')}</Empty>}
      <ol className={classes.history}>
        {entries?.map((entry) => (
          <Entry
            key={entry.seq}
            table={table}
            id={id}
            entry={entry}
            told={applied.has(entry.change) && entry.outcome !== 'applied'}
          />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button variant="subtle" fullWidth loading={history.isFetchingNextPage} onClick={() => history.fetchNextPage()}>
          {t('table.older')}
        </Button>
      )}
    </Section>
  );
}

/** The way to the same record in the log, for who may search it. */
function InLog({ table, id }: { table: string; id: string }) {
  const { t } = useText();
  return (
    <Link to="/audit" search={{ table, record: id }}>
      {t('audit.title')}
    </Link>
  );
}

/** told: what it would have changed stands with the entry that applied it. */
function Entry({ table, id, entry, told }: { table: string; id: string; entry: Past; told: boolean }) {
  const { t, word } = useText();
  return (
    <li>
      <div className={classes.entry}>
        <strong>{word(entry.action)}</strong>
        <Status state={entry.outcome} />
        <RecordLink table="user" id={entry.actor}>
          {entry.actor_name || entry.actor}
        </RecordLink>
        <Moment entry={entry} of={{ table, record: id }} />
        {entry.change && (
          <Link to="/change/$id" params={{ id: entry.change }}>
            {entry.ticket || t('change.show')}
          </Link>
        )}
        {entry.reason && <span className={classes.quiet}>{entry.reason}</span>}
      </div>
      {entry.fields.length > 0 && !told && <Difference table={table} {...imagesOf(entry)} folded />}
    </li>
  );
}

/** When it was; for who may search the log, the way to this very entry. */
function Moment({ entry, of }: { entry: Past; of: { table: string; record: string } }) {
  const { locale } = useText();
  const holds = useHolds();
  const when = (
    <time dateTime={entry.at} className={classes.quiet}>
      {formatMoment(entry.at, locale)}
    </time>
  );
  if (!holds('audit.view')) return when;
  return (
    <Link to="/audit" search={{ ...of, at: String(entry.seq) }}>
      {when}
    </Link>
  );
}

/** An entry's fields as the row before and after, as far as they are told. */
function imagesOf({ op, fields }: Past): { before: Image | undefined; after: Image | undefined } {
  const image = (side: 'before' | 'after') =>
    Object.fromEntries(fields.map((field) => [field.name, field[side] as Json]));
  return { before: op === 'insert' ? undefined : image('before'), after: op === 'delete' ? undefined : image('after') };
}
