import { useParams } from '@tanstack/react-router';
import { useTable } from '@/api/declared';
import { useRecord } from '@/api/record';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { FileForm } from '@/screens/payments/FileForm';
import classes from '@/screens/payments/FileForm.module.css';
import { useText } from '@/text/text';
import { columnsOf } from './columns';

/** The rows of a CSV file, taken as one change. */
export default function ImportScreen() {
  const { id = '' } = useParams({ strict: false });
  const { t } = useText();
  const command = useTable('reference_table')?.commands.find(({ name }) => name === 'reference_table.import_rows');
  const record = useRecord('reference_table', id);
  if (!command?.may) return <Refused table="reference_table" action="import_rows" />;
  if (record.isError) return <ProblemNote level="h1" error={record.error} onRetry={record.refetch} />;
  if (!record.data) return <Loading lines={6} />;
  const names = columnsOf(record.data.columns).map(({ name }) => name);
  return (
    <div className={classes.screen}>
      <ScreenHead title={t('ref.import', { name: String(record.data.name) })} about={t('ref.import.what')} />
      <FileForm
        title={t('pay.import.file')}
        hint={t('ref.import.form', { columns: names.join(',') })}
        accept=".csv,text/csv"
        path={command.path.replace('{id}', encodeURIComponent(id))}
        columns={command.fields.filter(({ name }) => name !== 'csv' && name !== 'file')}
        into={{ name: 'file', text: 'csv' }}
      />
    </div>
  );
}
