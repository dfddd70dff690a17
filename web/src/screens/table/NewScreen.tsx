import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type Command, type Json, makerOf, type Table, useTable } from '@/api/declared';
import { bodyOf, draftOf } from '@/form/draft';
import { Given, useGiven } from '@/form/Given';
import { type Beside, type Fields, WriteForm } from '@/form/WriteForm';
import { Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { useText } from '@/text/text';
import classes from './RecordScreen.module.css';

/** A new record of a table, inserted or entered by the table's own command. */
export default function NewScreen() {
  const { table: name } = useParams({ from: '/new/$table' });
  const table = useTable(name);
  if (table?.may.insert) return <Insert table={table} />;
  const command = table && makerOf(table);
  return command ? <Make table={table} command={command} /> : <Refused table={name} action="insert" />;
}

interface InsertProps {
  readonly table: Table;
  /** Fields that are the screen's own. */
  readonly fields?: Fields;
  /** What stands in the fields to begin with, where no link says otherwise. */
  readonly first?: Readonly<Record<string, Json>>;
  /** What is said beside what it would do. */
  readonly beside?: Beside;
}

export function Insert({ table, fields, first, beside }: InsertProps) {
  const { t, word, said, locale } = useText();
  const columns = table.columns.filter((column) => !column.readonly);
  const given = useGiven(columns);
  return (
    <div className={classes.form}>
      <ScreenHead title={t('table.newOf', { table: word(table.name) })} about={said(table.doc)} />
      <Given given={given} />
      <WriteForm
        columns={columns}
        initial={draftOf(columns, { ...first, ...given }, locale)}
        fields={fields}
        beside={beside}
        writeOf={(draft) => ({ method: 'POST', path: `/api/v1/${table.name}`, body: bodyOf(columns, draft, locale) })}
      />
    </div>
  );
}

function Make({ table, command }: { table: Table; command: Command }) {
  const { t, word, said, locale } = useText();
  // The address of the command names the record that is to be.
  const [id] = useState(() => crypto.randomUUID());
  const given = useGiven(command.fields);
  return (
    <div className={classes.form}>
      <ScreenHead title={t('table.newOf', { table: word(table.name) })} about={said(command.doc)} />
      <Given given={given} />
      <WriteForm
        columns={command.fields}
        initial={draftOf(command.fields, given, locale)}
        writeOf={(draft) => ({
          method: 'POST',
          path: command.path.replace('{id}', id),
          body: bodyOf(command.fields, draft, locale),
        })}
      />
    </div>
  );
}
