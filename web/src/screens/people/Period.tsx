import { Link } from '@tanstack/react-router';
import type { Json, Row } from '@/api/declared';
import { formatMoment } from '@/format/time';
import { useText } from '@/text/text';
import classes from './People.module.css';

/** From when, and until when, a grant, a membership or a deputyship holds; nothing for what has no end. */
export function Period({ row }: { row: Row }) {
  const { t, locale } = useText();
  const now = Date.now();
  const from = momentOf(row.from_at);
  const until = momentOf(row.until_at);
  const change = typeof row.until_change === 'string' ? row.until_change : '';
  const said = (moment: string) => formatMoment(moment, locale);
  if (until && Date.parse(until) <= now)
    return <span className={classes.over}>{t('people.ended', { at: said(until) })}</span>;
  if (!from && !until && !change) return null;
  return (
    <span className={classes.period}>
      {from && Date.parse(from) > now && <span>{t('people.from', { at: said(from) })}</span>}
      {until && <span data-ends>{t('people.until', { at: said(until) })}</span>}
      {change && (
        <Link to="/change/$id" params={{ id: change }}>
          {t('people.untilChange')}
        </Link>
      )}
    </span>
  );
}

function momentOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
