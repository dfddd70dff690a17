import type { Row } from '@/api/declared';
import { useMay } from '@/api/record';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { Completions } from './Completions';
import { Reasons } from './Reasons';
import classes from './Signing.module.css';
import { SignPanel } from './SignPanel';
import { namesOf, useStanding, useWarning } from './standing';
import { VerdictBars } from './VerdictBars';

/** The live verdict on a package, and what the person can do about it. */
export function Signing({ row }: { row: Row }) {
  const { t } = useText();
  const standing = useStanding(row);
  const waits = row.state === 'awaiting_signatures';
  const maySign = useMay('package.sign', 'package', row.id, waits);
  const warning = useWarning(row, waits && maySign);
  const { data } = standing;
  const supposed = warning.data?.refusal || warning.data?.lowers ? undefined : warning.data?.verdict;
  return (
    <div id="signing" className={classes.anchor}>
      <Section title={t('sign.title')}>
        {standing.isError && <ProblemNote error={standing.error} onRetry={standing.refetch} />}
        {standing.isPending && <Loading lines={5} />}
        {data && (
          <div className={classes.signing}>
            {row.state === 'draft' && <p>{t('sign.draft')}</p>}
            <VerdictBars verdict={data.verdict} names={namesOf(data)} supposed={waits ? supposed : undefined} />
            <div aria-live="polite">
              <Reasons standing={data} names={namesOf(data)} />
            </div>
            {waits && data.verdict.accepted && <p>{t('sign.ready')}</p>}
            {waits && <Completions standing={data} names={namesOf(data)} />}
            {(row.state === 'accepted' || row.state === 'sent') && <p>{t('sign.accepted')}</p>}
          </div>
        )}
        {data && waits && (
          <SignPanel
            key={`${row.version}/${data.digest}`}
            row={row}
            names={namesOf(data)}
            maySign={maySign}
            warning={warning}
          />
        )}
      </Section>
    </div>
  );
}
