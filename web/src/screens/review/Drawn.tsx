import type { ChangedRow } from '@/api/change';
import { Person } from '@/parts/RecordLink';
import { useText } from '@/text/text';
import classes from './Review.module.css';
import { drawnOf } from './start';

/** What a review would be drawn of: how much, and how much each reviewer gets. */
export function Drawn({ rows }: { rows: readonly ChangedRow[] }) {
  const { t } = useText();
  const { grants, members, byReviewer } = drawnOf(rows);
  return (
    <div>
      <p>{t('review.drawn', { grants, members })}</p>
      <ul className={classes.shares}>
        {byReviewer.map(([user, n]) => (
          <li key={user}>
            <Person id={user} /> <span className={classes.quiet}>{t('review.items', { n })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
