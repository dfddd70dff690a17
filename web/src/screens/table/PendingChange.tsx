import { useInbox, useMine } from '@/api/change';
import { ChangeLine } from '@/parts/ChangeLine';
import { WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import classes from './RecordScreen.module.css';

/** The changes of this record that wait, as far as they concern this person. */
export function PendingChange({ table, id }: { table: string; id: string }) {
  const { t } = useText();
  const inbox = useInbox().data ?? [];
  const mine = useMine().data ?? [];
  const byId = new Map([...mine, ...inbox].map((change) => [change.id, change]));
  const waiting = [...byId.values()].filter(
    (change) => change.state === 'pending' && (change.rows ?? []).some((row) => row.table === table && row.id === id),
  );
  if (waiting.length === 0) return null;
  return (
    <section className={classes.pending}>
      <h2>{t('table.pending')}</h2>
      <WorkList>
        {waiting.map((change) => (
          <ChangeLine key={change.id} change={change} action={t(change.can_decide ? 'home.review' : 'home.open')} />
        ))}
      </WorkList>
    </section>
  );
}
