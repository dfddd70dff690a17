import { useInbox } from '@/api/change';
import { useToReview } from '@/api/review';
import { useTold } from '@/api/told';
import { ChangeLine } from '@/parts/ChangeLine';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import { ExceptionsToSolve } from './ExceptionsToSolve';
import { PackagesToSign } from './PackagesToSign';
import { ReviewsToDo } from './ReviewsToDo';
import { ToldOfLines } from './ToldOfLines';
import { useToSign } from './useToSign';
import { useToSolve } from './useToSolve';

/** What only this person, or few others, can move on. */
export function Waiting() {
  const { t } = useText();
  const inbox = useInbox();
  const packages = useToSign();
  const exceptions = useToSolve();
  const reviews = useToReview();
  const told = useTold();
  if (inbox.isError) return <ProblemNote error={inbox.error} onRetry={inbox.refetch} />;
  const none = [inbox.data, packages, exceptions, reviews.data?.items, told.data].every((list) => list?.length === 0);
  return (
    <Section title={t('home.waiting')}>
      {inbox.isPending && <Loading />}
      {none && <Empty title={t('home.waiting.none')}>{t('home.waiting.what')}</Empty>}
      <WorkList>
        {inbox.data?.map((change) => (
          <ChangeLine key={change.id} change={change} action={t(change.maker_away ? 'home.open' : 'home.review')} />
        ))}
        <PackagesToSign packages={packages} />
        <ExceptionsToSolve exceptions={exceptions} />
        {reviews.data && <ReviewsToDo list={reviews.data} />}
        {told.data && <ToldOfLines list={told.data} />}
      </WorkList>
    </Section>
  );
}
