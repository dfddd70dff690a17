import { IconHandStop } from '@tabler/icons-react';
import type { Row } from '@/api/declared';
import { formatMoment } from '@/format/time';
import { useText } from '@/text/text';
import classes from './Held.module.css';
import { namesOf, useStanding } from './standing';

/** Why a package stands still, above everything else that is told of it. */
export function HeldNote({ row }: { row: Row }) {
  const { t, locale } = useText();
  const standing = useStanding(row).data;
  if (row.held !== true) return null;
  const by = String(row.held_by ?? '');
  const told = { when: formatMoment(String(row.held_at), locale), why: String(row.held_why) };
  return (
    <div className={classes.note} role="note">
      <IconHandStop size={20} aria-hidden />
      <p>
        {by === ''
          ? t('pay.held.program', told)
          : t('pay.held.by', { ...told, name: standing ? namesOf(standing).user(by) : by })}
        <span className={classes.what}>{t('pay.held.what')}</span>
      </p>
    </div>
  );
}
