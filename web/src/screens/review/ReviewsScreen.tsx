import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { makerOf, useTable } from '@/api/declared';
import { useHolds } from '@/api/me';
import { useReviews, useToReview } from '@/api/review';
import { ProblemNote } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { Campaigns } from './Campaigns';
import classes from './Review.module.css';
import { ToReview } from './ToReview';

/** What I am to review, and the reviews that are under way or over. */
export default function ReviewsScreen() {
  const { t } = useText();
  const mine = useToReview();
  const table = useTable('access_review');
  const reviews = useReviews(table?.may.view === true);
  return (
    <div className={classes.screen}>
      <ScreenHead title={t('review.title')} about={t('review.about')} actions={<Ways />} />
      {mine.isPending && <Loading lines={5} />}
      {mine.isError && <ProblemNote error={mine.error} onRetry={mine.refetch} />}
      {mine.data?.items.length === 0 && (
        <Section title={t('review.mine')}>
          <Empty title={t('review.mine.none')}>{t('review.mine.what')}</Empty>
        </Section>
      )}
      {mine.data && <ToReview reviews={mine.data.reviews} items={mine.data.items} />}
      {table?.may.view && (
        <Section
          title={t('review.all')}
          aside={
            <Link to="/$table" params={{ table: 'access_review' }}>
              {t('review.table')}
            </Link>
          }
        >
          {reviews.isPending && <Loading />}
          {reviews.isError && <ProblemNote error={reviews.error} onRetry={reviews.refetch} />}
          {reviews.data?.length === 0 && <Empty title={t('review.none')}>{t('review.none.what')}</Empty>}
          {reviews.data && <Campaigns reviews={reviews.data} />}
        </Section>
      )}
    </div>
  );
}

/** To look where it is worth looking first, and to begin. */
function Ways() {
  const { t } = useText();
  const holds = useHolds();
  const table = useTable('access_review');
  return (
    <>
      {holds('access.why') && (
        <Button component={Link} to="/stale" variant="default">
          {t('stale.title')}
        </Button>
      )}
      {table && makerOf(table) && (
        <Button component={Link} to="/reviews/new" variant="default">
          {t('review.new')}
        </Button>
      )}
    </>
  );
}
