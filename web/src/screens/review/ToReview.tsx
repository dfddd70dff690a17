import { useState } from 'react';
import { type Item, type Judged, type Judging, type Review, useJudge } from '@/api/review';
import { formatMoment } from '@/format/time';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import { Became } from './Became';
import { Chosen } from './Chosen';
import { ItemLine } from './ItemLine';
import classes from './Review.module.css';

interface Props {
  readonly reviews: readonly Review[];
  readonly items: readonly Item[];
}

/** My open items, review by review, and what became of those decided here. */
export function ToReview({ reviews, items }: Props) {
  const { judge, done } = useJudge();
  const [judged, setJudged] = useState<readonly Judged[]>([]);
  const onJudge = (judging: Judging) =>
    judge.mutate(judging, {
      onSuccess: (some) => {
        const ids = new Set(some.map(({ item }) => item.id));
        setJudged((before) => [...some, ...before.filter(({ item }) => !ids.has(item.id))]);
      },
    });
  const busy = judge.isPending ? { done, of: judge.variables.items.length } : undefined;
  return (
    <>
      {judged.length > 0 && <Became judged={judged} busy={judge.isPending} onJudge={onJudge} />}
      {reviews.map((review) => (
        <OfReview
          key={review.id}
          review={review}
          items={items.filter((item) => item.review === review.id)}
          busy={busy}
          onJudge={onJudge}
        />
      ))}
    </>
  );
}

interface OfReviewProps {
  readonly review: Review;
  readonly items: readonly Item[];
  readonly busy: { readonly done: number; readonly of: number } | undefined;
  readonly onJudge: (judging: Judging) => void;
}

function OfReview({ review, items, busy, onJudge }: OfReviewProps) {
  const { t, locale } = useText();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const chosen = items.filter(({ id }) => picked.has(id));
  function pick(id: string, on: boolean) {
    setPicked(new Set(on ? [...picked, id] : [...picked].filter((other) => other !== id)));
  }
  return (
    <Section
      title={t('review.mineOf', { name: review.name })}
      aside={
        <span className={classes.quiet}>
          {t(review.unconfirmed === 'end' ? 'review.due.end' : 'review.due.keep', {
            when: formatMoment(review.due_at, locale),
          })}
        </span>
      }
    >
      <Chosen
        items={items}
        chosen={chosen}
        busy={busy}
        onAll={(all) => setPicked(new Set(all ? items.map(({ id }) => id) : []))}
        onJudge={(verdict, reason) => onJudge({ items: chosen, verdict, reason })}
      />
      <ul className={classes.items} aria-label={review.name}>
        {items.map((item) => (
          <ItemLine key={item.id} item={item} picked={picked.has(item.id)} onPick={(on) => pick(item.id, on)} />
        ))}
      </ul>
    </Section>
  );
}
