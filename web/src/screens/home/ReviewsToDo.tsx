import { IconListCheck } from '@tabler/icons-react';
import type { useToReview } from '@/api/review';
import { formatMoment } from '@/format/time';
import { WorkLine } from '@/parts/WorkLine';
import { useText } from '@/text/text';

/** Reviews with items of mine, one line each. */
export function ReviewsToDo({ list }: { list: NonNullable<ReturnType<typeof useToReview>['data']> }) {
  const { t, word, locale } = useText();
  return list.reviews.map(({ id, name, due_at: due }) => (
    <WorkLine
      key={id}
      icon={<IconListCheck size={17} stroke={1.7} aria-hidden />}
      to="/reviews"
      what={
        <>
          <strong>{word('access_review')}</strong> {name}
        </>
      }
      about={t('review.line', { n: list.items.filter(({ review }) => review === id).length })}
      aside={<time dateTime={due}>{t('review.due', { when: formatMoment(due, locale) })}</time>}
      action={t('home.review')}
    />
  ));
}
