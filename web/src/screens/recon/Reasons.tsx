import { formatDecimal } from '@/format/money';
import { RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import type { Exception } from './exception';
import type { Comparison } from './pairs';
import { useComparison } from './useComparison';
import classes from './WorkList.module.css';

/** Why the item is here, in words, with what the run allowed. */
export function Reasons({ exception: x }: { exception: Exception }) {
  const { t } = useText();
  const by = useComparison(x.run).data;
  const told = useTold(x, by);
  if (told.length === 0) return null;
  return (
    <Section title={t('recon.reasons')}>
      <ul className={classes.reasons}>
        {told.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
        {x.brokenMatch !== '' && (
          <li>
            <RecordLink table="broken_match" id={x.brokenMatch} />
          </li>
        )}
      </ul>
    </Section>
  );
}

function useTold(x: Exception, by: Comparison | undefined): readonly string[] {
  const { t, locale } = useText();
  if (x.brokenMatch !== '') return [t('recon.why.broken')];
  if (x.kind === 'unmatched_left' || x.kind === 'unmatched_right') return [t(`recon.why.${x.kind}`)];
  if (x.kind === 'bad') return x.fails.map((why) => t('recon.why.bad', { why }));
  const told = x.fails.map((field) => {
    if (field === 'amount')
      return t('recon.why.amount', {
        diff: formatDecimal(x.amountDiff, locale),
        tolerance: formatDecimal(by?.amount_tolerance ?? '0', locale),
      });
    if (field === 'date') return daysApart(t, x.dateDiff, by?.date_tolerance_days ?? 0);
    return t('recon.why.field', { field });
  });
  return by?.opposite_sign && x.fails.includes('amount') ? [...told, t('recon.why.opposite')] : told;
}

function daysApart(t: ReturnType<typeof useText>['t'], difference: string, tolerance: number): string {
  const days = difference.replace(/^-/, '');
  return t(days === '1' ? 'recon.why.date.one' : 'recon.why.date', { days, tolerance });
}
