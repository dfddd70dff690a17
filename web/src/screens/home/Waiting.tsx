import { useInbox } from '@/api/change';
import { useToReview } from '@/api/review';
import { ChangeLine } from '@/parts/ChangeLine';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import { PackagesToSign } from './PackagesToSign';
import { ReviewsToDo } from './ReviewsToDo';
import { useToSign } from './useToSign';

/** What only this person, or few others, can move on. */
export function Waiting() {
  const { t } = useText();
  const inbox = useInbox();
  const packages = useToSign();
  const reviews = useToReview();
  if (inbox.isError) return <ProblemNote error={inbox.error} onRetry={inbox.refetch} />;
  const none = inbox.data?.length === 0 && packages.length === 0 && reviews.data?.items.length === 0;
  return (
    <Section title={t('home.waiting')}>
      {inbox.isPending && <Loading />}
      {none && <Empty title={t('home.waiting.none')}>{t('home.waiting.what')}</Empty>}
      <WorkList>
        {inbox.data?.map((change) => (
          <ChangeLine key={change.id} change={change} action={t('home.review')} />
        ))}
        <PackagesToSign packages={packages} />
        {reviews.data && <ReviewsToDo list={reviews.data} />}
      </WorkList>
    </Section>
  );
}
