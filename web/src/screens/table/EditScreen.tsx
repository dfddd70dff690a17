import { useParams } from '@tanstack/react-router';
import { type Row, type Table, useTable } from '@/api/declared';
import { pathOf, useRecord } from '@/api/record';
import { useRowTitle } from '@/api/titles';
import { draftOf, patchOf } from '@/form/draft';
import { type Beside, type Fields, WriteForm } from '@/form/WriteForm';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './RecordScreen.module.css';

/** A record's fields, to be changed. */
export default function EditScreen() {
  const { table: name, id } = useParams({ from: '/$table/$id/edit' });
  const table = useTable(name);
  const record = useRecord(name, id);
  if (!table?.may.update) return <Refused table={name} action="update" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={6} />;
  // A version that comes while somebody types must not take their words away.
  return <Edit key={id} table={table} first={record.data} onReload={() => location.reload()} />;
}

interface EditProps {
  readonly table: Table;
  readonly first: Row;
  readonly onReload: () => void;
  /** Fields that are the screen's own. */
  readonly fields?: Fields;
  /** What is said beside what it would do. */
  readonly beside?: Beside;
}

export function Edit({ table, first, onReload, fields, beside }: EditProps) {
  const { t, said, locale } = useText();
  const title = useRowTitle(table, first);
  const columns = table.columns.filter((column) => !column.readonly);
  const initial = draftOf(columns, first, locale);
  return (
    <div className={classes.form}>
      <ScreenHead title={t('table.editOf', { title })} about={said(table.doc)} />
      <WriteForm
        columns={columns}
        initial={initial}
        onReload={onReload}
        fields={fields}
        beside={beside}
        writeOf={(draft) => ({
          method: 'PATCH',
          path: pathOf(table.name, first.id),
          version: first.version,
          body: patchOf(columns, draft, initial, locale),
        })}
      />
    </div>
  );
}
