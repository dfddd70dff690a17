import type { ReactNode } from 'react';
import { type Change, useInbox, useMine } from '@/api/change';
import { ChangeLine } from '@/parts/ChangeLine';
import { ProblemNote } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { WorkList } from '@/parts/WorkLine';
import { useText } from '@/text/text';
import { Impossible } from '../home/Impossible';
import { AllChanges } from './AllChanges';
import classes from './Changes.module.css';
import { InboxLines } from './InboxLines';

/** Changes held for other eyes: those that wait for me, and those I asked for. */
export default function Changes() {
  const { t } = useText();
  const inbox = useInbox();
  const mine = useMine();
  return (
    <div className={classes.changes}>
      <ScreenHead title={t('change.list')} about={t('change.what')} />
      <Section title={t('change.waiting')}>
        <Told list={inbox} none={<Empty title={t('home.waiting.none')}>{t('home.waiting.what')}</Empty>}>
          {(changes) => <InboxLines changes={changes} />}
        </Told>
      </Section>
      <Impossible />
      <Section title={t('change.mine')}>
        <Told list={mine} none={<Empty title={t('change.mine.none')}>{t('home.mine.what')}</Empty>}>
          {(changes) => (
            <WorkList>
              {changes.map((change) => (
                <ChangeLine key={change.id} change={change} action={t('home.open')} mine />
              ))}
            </WorkList>
          )}
        </Told>
      </Section>
      <AllChanges />
    </div>
  );
}

interface ToldProps {
  readonly list: ReturnType<typeof useInbox>;
  readonly none: ReactNode;
  readonly children: (changes: readonly Change[]) => ReactNode;
}

function Told({ list, none, children }: ToldProps) {
  if (list.isError) return <ProblemNote error={list.error} onRetry={list.refetch} />;
  if (list.isPending) return <Loading />;
  return list.data.length === 0 ? none : children(list.data);
}
