import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Json, useTable } from '@/api/declared';
import { useHolds } from '@/api/me';
import { asProblem } from '@/api/problem';
import { type Past, recordQuery, useHistory, useMay } from '@/api/record';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
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
  const [doing, setDoing] = useState<Doing>();
  const offer = useBack(table, id, setDoing);
  const applied = new Set(entries?.filter((entry) => entry.outcome === 'applied').map((entry) => entry.change));
  // Of a role, who looks after one unit is shown what it is, and not what people elsewhere did to it.
  if (history.isError && asProblem(history.error).status === 404) return null;
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
            onBack={offer(entry)}
          />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button variant="subtle" fullWidth loading={history.isFetchingNextPage} onClick={() => history.fetchNextPage()}>
          {t('table.older')}
        </Button>
      )}
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </Section>
  );
}

/** For each entry the way to put the record back to the version that it made, for who may update the record as it is. */
function useBack(name: string, id: string, open: (doing: Doing) => void) {
  const { t } = useText();
  const update = useTable(name)?.may.update === true;
  const now = useQuery({ ...recordQuery(name, id), enabled: update }).data;
  const may = useMay(`${name}.update`, name, id, update && now !== undefined) && now?.pending_change === undefined;
  return ({ outcome, op, version }: Past) => {
    if (!may || !now || outcome !== 'applied' || op === 'touch' || !version || version >= now.version) return undefined;
    return () =>
      open({
        title: t('history.back.to', { n: version }),
        what: t('history.back.what', { n: version }),
        writeOf: () => ({
          method: 'POST',
          path: `/api/v1/${name}/${encodeURIComponent(id)}/put_back`,
          body: { to: version },
          version: now.version,
        }),
      });
  };
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

interface EntryProps {
  readonly table: string;
  readonly id: string;
  readonly entry: Past;
  readonly told: boolean;
  readonly onBack: (() => void) | undefined;
}

/** told: what it would have changed stands with the entry that applied it. */
function Entry({ table, id, entry, told, onBack }: EntryProps) {
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
        {onBack && (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={onBack}
            aria-label={t('history.back.to', { n: entry.version ?? '' })}
          >
            {t('history.back')}
          </Button>
        )}
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
