import type { Row } from '@/api/declared';
import { ChangeLine } from '@/parts/ChangeLine';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import { useWaitingOf } from './lists';

/** What somebody asked for and still waits; nothing where nothing does. */
export function WaitingOf({ user }: { user: Row }) {
  const { t } = useText();
  const waiting = useWaitingOf(user.id);
  if (waiting.isError) return <ProblemNote error={waiting.error} onRetry={waiting.refetch} />;
  if (!waiting.data || waiting.data.length === 0) return null;
  return (
    <Section title={t('people.waits')}>
      <WorkList>
        {waiting.data.map((change) => (
          <ChangeLine key={change.id} change={change} action={t(change.can_decide ? 'home.review' : 'home.open')} />
        ))}
      </WorkList>
    </Section>
  );
}
