import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { planned, type Write } from '@/api/command';
import { type Row, type Table, useTable } from '@/api/declared';
import { pathOf, useRecord } from '@/api/record';
import { useRowTitle } from '@/api/titles';
import { bodyOf, draftOf } from '@/form/draft';
import { Given, useGiven } from '@/form/Given';
import { type Fields, WriteForm } from '@/form/WriteForm';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './RecordScreen.module.css';

/** A command on a record (or its deletion): its fields, what it would do, and the doing. */
export default function CommandScreen() {
  const { table: name, id, command } = useParams({ from: '/$table/$id/do/$command' });
  const table = useTable(name);
  const record = useRecord(name, id);
  if (!table) return <Refused table={name} action={command} />;
  // A record that was there and is no more is what a deletion leaves: what became of it stays on the screen.
  if (record.isError && !record.data) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={6} />;
  return command === 'delete' ? (
    <Delete table={table} row={record.data} />
  ) : (
    <Do table={table} row={record.data} verb={command} />
  );
}

/** The deletion of a record. Where it is not for this person, or for nobody, the server says why. */
export function Delete({ table, row }: { table: Table; row: Row }) {
  const { t } = useText();
  const title = useRowTitle(table, row);
  const write: Write = { method: 'DELETE', path: pathOf(table.name, row.id), version: row.version };
  const refusal = useQuery({
    queryKey: ['refusal', write],
    queryFn: () => planned(write),
    enabled: !table.may.delete,
    retry: false,
  });
  if (refusal.isLoading) return <Loading lines={6} />;
  if (refusal.isError) return <ProblemNote level="h1" error={refusal.error} />;
  return (
    <div className={classes.form}>
      <ScreenHead title={t('table.deleteOf', { title })} />
      <WriteForm columns={[]} initial={{}} writeOf={() => write} onReload={() => location.reload()} />
    </div>
  );
}

interface DoProps {
  readonly table: Table;
  readonly row: Row;
  readonly verb: string;
  /** Fields that are the screen's own. */
  readonly fields?: Fields;
}

export function Do({ table, row, verb, fields }: DoProps) {
  const { word, said, locale } = useText();
  const named = useRowTitle(table, row);
  const title = table.lone ? word(table.name) : named;
  const command = table.commands.find((one) => one.name === `${table.name}.${verb}`);
  const columns = command?.fields ?? [];
  const given = useGiven(columns);
  // A table's one row is set by columns: what is not changed stays as it is.
  const begun = table.lone ? { ...row, ...given } : given;
  if (!command?.may) return <Refused table={table.name} action={verb} />;
  return (
    <div className={classes.form}>
      <ScreenHead title={`${word(verb)}: ${title}`} about={said(command.doc)} />
      <Given given={given} />
      <WriteForm
        columns={columns}
        initial={draftOf(columns, begun, locale)}
        fields={fields}
        writeOf={(draft) => ({
          method: 'POST',
          path: command.path.replace('{id}', encodeURIComponent(row.id)),
          body: bodyOf(columns, draft, locale),
        })}
      />
    </div>
  );
}
