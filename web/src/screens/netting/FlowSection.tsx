import type { Row } from '@/api/declared';
import { useHolds } from '@/api/me';
import { useMay } from '@/api/record';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { After } from './After';
import { Before } from './Before';
import classes from './Cycle.module.css';
import { Members } from './Members';
import { useFlows } from './useFlows';

/** The picture of what netting does: a thicket before, a few ribbons after; and both as a table. */
export function FlowSection({ row }: { row: Row }) {
  const { t, locale } = useText();
  const holds = useHolds();
  const may = useMay('settlement.view', 'cycle', row.id, holds('settlement.view'));
  const flows = useFlows(row.id, may);
  if (!may) return null;
  const currency = String(row.base_currency);
  return (
    <Section title={t('cycle.flows')}>
      {flows.isError && <ProblemNote error={flows.error} onRetry={flows.refetch} />}
      {flows.isPending && <Loading lines={8} />}
      {flows.data?.members.length === 0 && <Empty title={t('cycle.flows.none')}>{t('cycle.flows.none.what')}</Empty>}
      {flows.data && flows.data.unvalued > 0 && (
        <p className={classes.note}>
          {t('cycle.unvalued', { n: new Intl.NumberFormat(locale).format(flows.data.unvalued), currency })}
        </p>
      )}
      {flows.data && flows.data.members.length > 0 && (
        <>
          <div className={classes.pictures}>
            <Before flows={flows.data} cycle={row.id} />
            {flows.data.members.some((member) => member.direction !== '') && <After flows={flows.data} />}
          </div>
          <Members flows={flows.data} />
        </>
      )}
    </Section>
  );
}
