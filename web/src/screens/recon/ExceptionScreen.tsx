import { Link, useParams } from '@tanstack/react-router';
import { useTable } from '@/api/declared';
import { Refused } from '@/parts/Problem';
import { useText } from '@/text/text';
import { ExceptionView } from './ExceptionView';
import classes from './Recon.module.css';

/** One exception at its own address. */
export default function ExceptionScreen() {
  const { id = '' } = useParams({ strict: false });
  const { t } = useText();
  const table = useTable('exception');
  if (!table?.may.view) return <Refused table="exception" />;
  return (
    <div className={classes.screen}>
      <Link to="/exception">{t('recon.worklist')}</Link>
      <ExceptionView id={id} level="h1" />
    </div>
  );
}
