import type { Planned } from '@/api/command';
import { filled } from '@/api/filled';
import { useText } from '@/text/text';
import classes from './Duty.module.css';
import { Violations } from './Violations';

/** Before the rule is saved: who would break it then. */
export function WouldBreak({ planned }: { planned: Planned }) {
  const { t } = useText();
  const breaking = filled(planned.breaking);
  if (!breaking) return null;
  const { total, items, earlier } = breaking;
  const alone = (earlier ?? []).reduce((n, one) => n + one.items.length, 0);
  return (
    <section className={classes.would}>
      <h3>{t('duty.form.would')}</h3>
      {total === 0 && alone === 0 && <p>{t('duty.would.none')}</p>}
      {total > 0 && <p>{t('duty.form.would.what')}</p>}
      {total > 0 && <Violations items={items} total={total} />}
      {alone > 0 && <p>{t(alone === 1 ? 'duty.form.earlier.one' : 'duty.form.earlier', { n: alone })}</p>}
    </section>
  );
}
