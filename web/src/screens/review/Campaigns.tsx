import { Link } from '@tanstack/react-router';
import { type Counts, type Review, useCounts, verdicts } from '@/api/review';
import { formatMoment } from '@/format/time';
import { RecordLink } from '@/parts/RecordLink';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './Review.module.css';

/** Reviews with how far they are. */
export function Campaigns({ reviews }: { reviews: readonly Review[] }) {
  const { t, locale } = useText();
  return (
    <ul className={classes.items} aria-label={t('review.all')}>
      {reviews.map((review) => (
        <li key={review.id} className={classes.campaign}>
          <div className={classes.words}>
            <Link to="/access_review/$id" params={{ id: review.id }}>
              {review.name}
            </Link>
            <span className={classes.quiet}>
              {review.unit ? <RecordLink table="unit" id={review.unit} /> : t('review.everything')} ·{' '}
              {review.state === 'open'
                ? t('review.due', { when: formatMoment(review.due_at, locale) })
                : t('review.closed', { when: formatMoment(review.closed_at ?? '', locale) })}
            </span>
          </div>
          <Progress id={review.id} />
          <Status state={review.state} kind={review.state === 'open' ? 'waiting' : 'sealed'} />
        </li>
      ))}
    </ul>
  );
}

/** How many are decided, as a bar and as a number. */
export function Progress({ id }: { id: string }) {
  const { t } = useText();
  const counts = useCounts(id).data;
  if (!counts) return <span className={classes.progress} />;
  const of = totalOf(counts);
  const n = of - counts.open;
  return (
    <span className={classes.progress}>
      <Bar counts={counts} />
      <span className={classes.quiet}>{t('review.progress', { n, of })}</span>
    </span>
  );
}

/** The verdicts to one scale. */
export function Bar({ counts }: { counts: Counts }) {
  return (
    <span className={classes.track} aria-hidden>
      {verdicts.map((verdict) => (
        <span key={verdict} data-verdict={verdict} style={{ flexGrow: counts[verdict] }} />
      ))}
    </span>
  );
}

export function totalOf(counts: Counts): number {
  return verdicts.reduce((sum, verdict) => sum + counts[verdict], 0);
}
