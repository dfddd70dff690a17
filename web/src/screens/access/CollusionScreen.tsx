import { useMayOverEverything } from '@/api/record';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Access.module.css';
import { Alarms } from './Alarms';
import { type Report, useCollusion } from './answers';
import { CaseSection } from './CaseSection';
import { OutcomeQuestion } from './OutcomeQuestion';
import { names, type Outcome, outcomeOf, questionOf } from './outcome';
import { Places } from './Places';
import { Told } from './Told';
import { useAsked } from './useAsked';

/** Who could bring something about together, for who may ask about everybody. */
export default function CollusionScreen() {
  const everybody = useMayOverEverything('access.why');
  if (everybody === undefined) return <Loading lines={6} />;
  return everybody ? <Together /> : <Refused table="access" action="why" />;
}

/** The sets of people, and the rule whose absence lets them. */
function Together() {
  const { t } = useText();
  const { asked, draft, set, ask } = useAsked(names);
  const question = questionOf(asked);
  const found = useCollusion(question);
  const outcome = outcomeOf(question.outcome ?? '');
  const first = outcome === undefined;
  return (
    <div className={classes.screen}>
      <ScreenHead title={t('access.collusion')} about={t('access.collusion.about')} />
      <Places />
      {first && <Alarms />}
      <OutcomeQuestion draft={draft} onChange={set} onAsk={ask} />
      {(first || !found.data) && (
        <Section title={t('access.answer')}>
          {first && <Empty title={t('access.unnamed')}>{t('access.collusion.first')}</Empty>}
          {!first && found.isPending && <Loading lines={8} />}
          {found.isError && <ProblemNote error={found.error} onRetry={found.refetch} />}
        </Section>
      )}
      {found.data && outcome && <Cases report={found.data} outcome={outcome} />}
    </div>
  );
}

function Cases({ report, outcome }: { report: Report; outcome: Outcome }) {
  const { t } = useText();
  if (report.cases.length === 0)
    return (
      <Section title={t('access.answer')}>
        <Empty title={t('access.cases.none')}>{t('access.cases.none.what')}</Empty>
      </Section>
    );
  return (
    <>
      {report.cases.map((one) => (
        <CaseSection key={`${one.on.table} ${one.on.id}`} one={one} outcome={outcome} />
      ))}
      {report.more > 0 && <p>{t('access.cases.more', { n: report.more })}</p>}
      <Section title={t('access.beyond')}>
        <ul className={classes.beyond}>
          {report.beyond.map((text) => (
            <li key={text}>
              <Told text={text} />
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
