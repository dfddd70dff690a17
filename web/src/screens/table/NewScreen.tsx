import { useParams } from '@tanstack/react-router';
import { type Table, useTable } from '@/api/declared';
import { bodyOf, draftOf } from '@/form/draft';
import { WriteForm } from '@/form/WriteForm';
import { Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { useText } from '@/text/text';
import classes from './RecordScreen.module.css';

/** A new record of a table. */
export default function NewScreen() {
  const { table: name } = useParams({ from: '/$table/_new' });
  const table = useTable(name);
  return table?.may.insert ? <New table={table} /> : <Refused table={name} action="insert" />;
}

function New({ table }: { table: Table }) {
  const { t, word, locale } = useText();
  const columns = table.columns.filter((column) => !column.readonly);
  return (
    <div className={classes.form}>
      <ScreenHead title={t('table.newOf', { table: word(table.name) })} about={table.doc} />
      <WriteForm
        columns={columns}
        initial={draftOf(columns, {}, locale)}
        writeOf={(draft) => ({ method: 'POST', path: `/api/v1/${table.name}`, body: bodyOf(columns, draft, locale) })}
      />
    </div>
  );
}
