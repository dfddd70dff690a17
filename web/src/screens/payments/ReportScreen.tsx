import { useTable } from '@/api/declared';
import { Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { useText } from '@/text/text';
import { FileForm } from './FileForm';
import classes from './FileForm.module.css';

/** A file of the bank that says what became of orders. */
export default function ReportScreen() {
  const { t } = useText();
  const command = useTable('bank_report')?.commands.find(({ name }) => name === 'bank_report.take');
  if (!command?.may) return <Refused table="bank_report" action="take" />;
  const columns = command.fields.filter(({ name }) => name !== 'content' && name !== 'file_name');
  return (
    <div className={classes.screen}>
      <ScreenHead title={t('pay.report')} about={t('pay.report.what')} />
      <FileForm
        title={t('pay.import.file')}
        hint={t('pay.report.form')}
        accept=".xml,application/xml"
        path={command.path.replace('{id}', 'new')}
        columns={columns}
      />
    </div>
  );
}
