import { IconHourglass } from '@tabler/icons-react';
import type { Change } from '@/api/change';
import { now } from '@/api/clock';
import { useTable } from '@/api/declared';
import { useTitle } from '@/api/titles';
import { formatAge } from '@/format/time';
import { useText } from '@/text/text';
import { Person, RowName } from './RecordLink';
import { Status } from './Status';
import { WorkLine } from './WorkLine';

/** A held change as one line: which record, what differs, whose, how long. */
export function ChangeLine({ change, action, mine = false }: { change: Change; action: string; mine?: boolean }) {
  const { word, said, locale } = useText();
  const { table, id } = change.record;
  const declared = useTable(table);
  const title = useTitle(table, id, declared !== undefined);
  const made = imageOf(change.rows.find((row) => row.op === 'insert' && row.id === id)?.after);
  const pending = change.state === 'pending';
  return (
    <WorkLine
      icon={<IconHourglass size={17} stroke={1.7} aria-hidden />}
      to={`/change/${encodeURIComponent(change.id)}`}
      what={
        <>
          <strong>{word(table)}</strong> {made ? <RowName table={table} row={made} /> : title}
        </>
      }
      about={about(change, word)}
      aside={
        mine ? (
          <>
            {pending && [...new Set(change.missing)].map(said).join('; ')}
            <Status state={change.state} />
          </>
        ) : (
          <>
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

function imageOf(image: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof image === 'object' && image !== null ? (image as Readonly<Record<string, unknown>>) : undefined;
}

/** The columns that an update touches; for anything else the command. */
function about(change: Change, word: (name: string) => string): string {
  const [row, ...others] = change.rows;
  if (row?.op === 'update' && others.length === 0) return row.changed.map(word).join(', ');
  return word(change.command.slice(change.command.indexOf('.') + 1));
}
