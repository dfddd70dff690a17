import { useHolds } from '@/api/me';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Access.module.css';
import { useSimulation } from './answers';
import { changeOf, names } from './change';
import { Places } from './Places';
import { Shifted } from './Shifted';
import { useAsked } from './useAsked';
import { Would } from './Would';

/** Who would gain and lose what if a grant or a membership were there or were not, or somebody moved or was suspended. */
export default function SimulateScreen() {
  const { t } = useText();
  const { asked, draft, set, ask } = useAsked(names);
  const change = changeOf(asked);
  const told = useSimulation(change);
  if (!useHolds()('access.why')) return <Refused table="access" action="why" />;
  return (
    <div className={classes.screen}>
      <ScreenHead title={t('access.simulate')} about={t('access.simulate.about')} />
      <Places />
      <Would draft={draft} onChange={set} onAsk={ask} />
      {(!change || !told.data) && (
        <Section title={t('access.answer')}>
          {!change && <Empty title={t('access.unnamed')}>{t('access.would.first')}</Empty>}
          {change && told.isPending && <Loading lines={4} />}
          {told.isError && <ProblemNote error={told.error} onRetry={told.refetch} />}
        </Section>
      )}
      {change && told.data && <Shifted simulation={told.data} change={change} />}
    </div>
  );
}
