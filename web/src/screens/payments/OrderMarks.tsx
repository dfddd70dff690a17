import { IconAlertTriangle, IconLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Row } from '@/api/declared';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './Held.module.css';

/** What a signatory has to know of an order besides what it pays, and what became of it. */
export function OrderMarks({ order }: { order: Row }) {
  const { t } = useText();
  const text = (column: string) => (typeof order[column] === 'string' ? order[column] : '');
  const flags = [
    order.instruction_pending === true && t('pay.flag.pending'),
    order.instruction_recent === true && t('pay.flag.recent'),
    text('possible_duplicate') !== '' && t('pay.flag.duplicate', { id: text('possible_duplicate') }),
    text('recall_why') !== '' && t('pay.flag.recalled', { why: text('recall_why') }),
  ].filter((flag): flag is string => flag !== false);
  const outcome = text('outcome');
  const repairs = text('repair_of');
  if (flags.length === 0 && outcome === '' && repairs === '') return null;
  return (
    <span className={classes.marks}>
      {flags.map((flag) => (
        <span key={flag} className={classes.mark}>
          <IconAlertTriangle size={14} aria-hidden />
          {flag}
        </span>
      ))}
      {repairs !== '' && (
        <Link to="/$table/$id" params={{ table: 'order', id: repairs }}>
          <IconLink size={13} aria-hidden /> {t('pay.flag.repair')}
        </Link>
      )}
      {outcome !== '' && <Status state={outcome} />}
      {outcome !== '' && text('outcome_code') !== '' && (
        <span title={text('outcome_text')}>
          {text('outcome_code')} {text('outcome_text')}
        </span>
      )}
    </span>
  );
}
