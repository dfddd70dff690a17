import { IconHourglass } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Change } from '@/api/change';
import { now } from '@/api/clock';
import { useTable } from '@/api/declared';
import { useTitle } from '@/api/titles';
import { formatAge } from '@/format/time';
import { useText } from '@/text/text';
import { Person, RowName } from './RecordLink';
import { Status } from './Status';
import { WorkLine } from './WorkLine';

interface Props {
  readonly change: Change;
  readonly action: string;
  readonly mine?: boolean;
  readonly select?: ReactNode;
}

/** A held change as one line: which record, what differs, whose, how long. */
export function ChangeLine({ change, action, mine = false, select }: Props) {
  const { t, said, locale } = useText();
  const pending = change.state === 'pending';
  const [behalf] = change.can_decide ? [] : (change.decide_for ?? []);
  return (
    <WorkLine
      select={select}
      icon={<IconHourglass size={17} stroke={1.7} aria-hidden />}
      to={`/change/${encodeURIComponent(change.id)}`}
      what={<ChangeName change={change} />}
      about={<ChangeAbout change={change} />}
      aside={
        mine ? (
          <>
            {pending && [...new Set(change.missing)].map(said).join('; ')}
            <Status state={change.state} />
          </>
        ) : (
          <>
            {behalf && <span>{t('change.for', { name: change.names[behalf] ?? behalf })}</span>}
            {change.maker_away && <span>{t('change.away')}</span>}
            <Person id={change.maker} names={change.names} />
            <time dateTime={change.made_at}>{formatAge(change.made_at, now(), locale)}</time>
            {!pending && <Status state={change.state} />}
          </>
        )
      }
      action={action}
    />
  );
}

/** Which record a change is chiefly about. */
export function ChangeName({ change }: { change: Change }) {
  const { word } = useText();
  const { table, id } = change.record;
  const title = useTitle(table, id, useTable(table) !== undefined);
  const made = imageOf(change.rows.find((row) => row.op === 'insert' && row.id === id)?.after);
  return (
    <>
      <strong>{word(table)}</strong> {made ? <RowName table={table} row={made} /> : title}
    </>
  );
}

function imageOf(image: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof image === 'object' && image !== null ? (image as Readonly<Record<string, unknown>>) : undefined;
}

/** The columns that an update touches; for anything else the command. */
export function ChangeAbout({ change }: { change: Change }) {
  const { word } = useText();
  const [row, ...others] = change.rows;
  if (row?.op === 'update' && others.length === 0) return row.changed.map(word).join(', ');
  return word(change.command.slice(change.command.indexOf('.') + 1));
}
