import { useTable } from '@/api/declared';
import { Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { useText } from '@/text/text';
import { FileForm } from './FileForm';
import classes from './FileForm.module.css';

/** A package from a file of orders: what is wrong is told by row, and nothing is taken by half. */
export default function ImportScreen() {
  const { t } = useText();
  const command = useTable('package')?.commands.find(({ name }) => name === 'package.import');
  if (!command?.may) return <Refused table="package" action="import" />;
  const columns = command.fields.filter(({ name }) => name !== 'content' && name !== 'file_name');
  return (
    <div className={classes.screen}>
      <ScreenHead title={t('pay.import')} about={t('pay.import.what')} />
      <FileForm
        title={t('pay.import.file')}
        hint={t('pay.import.form')}
        accept=".csv,.xml,text/csv,application/xml"
        path={command.path.replace('{id}', 'new')}
        columns={columns}
      />
    </div>
  );
}
