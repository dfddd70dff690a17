import { useChange } from '@/api/change';
import { ChangeLine } from '@/parts/ChangeLine';
import { WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import classes from './RecordScreen.module.css';

/** The change of a record that waits; the record itself names it to who may see it. */
export function PendingChange({ id }: { id: string }) {
  const { t } = useText();
  const { data: change } = useChange(id);
  if (change?.state !== 'pending') return null;
  return (
    <section className={classes.pending}>
      <h2>{t('table.pending')}</h2>
      <WorkList>
        <ChangeLine change={change} action={t(change.can_decide ? 'home.review' : 'home.open')} />
      </WorkList>
    </section>
  );
}
