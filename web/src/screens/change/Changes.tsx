import { type Change, useInbox, useMine } from '@/api/change';
import { ChangeLine } from '@/parts/ChangeLine';
import { ProblemNote } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import { AllChanges } from './AllChanges';
import classes from './Changes.module.css';

/** Changes held for other eyes: those that wait for me, and those I asked for. */
export default function Changes() {
  const { t } = useText();
  const inbox = useInbox();
  const mine = useMine();
  return (
    <div className={classes.changes}>
      <ScreenHead title={t('change.list')} about={t('change.what')} />
      <Section title={t('change.waiting')}>
        <Lines
          list={inbox}
          none={<Empty title={t('home.waiting.none')}>{t('home.waiting.what')}</Empty>}
          action={t('home.review')}
        />
      </Section>
      <Section title={t('change.mine')}>
        <Lines
          list={mine}
          none={<Empty title={t('change.mine.none')}>{t('home.mine.what')}</Empty>}
          action={t('home.open')}
          mine
        />
      </Section>
      <AllChanges />
    </div>
  );
}

interface LinesProps {
  readonly list: ReturnType<typeof useInbox>;
  readonly none: React.ReactNode;
  readonly action: string;
  readonly mine?: boolean;
}

function Lines({ list, none, action, mine = false }: LinesProps) {
  if (list.isError) return <ProblemNote error={list.error} onRetry={list.refetch} />;
  if (list.isPending) return <Loading />;
  if (list.data.length === 0) return none;
  return (
    <WorkList>
      {list.data.map((change: Change) => (
        <ChangeLine key={change.id} change={change} action={action} mine={mine} />
      ))}
    </WorkList>
  );
}
