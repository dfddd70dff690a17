import type { Row } from '@/api/declared';
import { formatDecimal, roundDecimal } from '@/format/money';
import { Digest } from '@/parts/Digest';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import classes from './Cycle.module.css';

/** What the cycle came to, in large figures: before → after. */
export function Result({ row }: { row: Row }) {
  const { t, locale } = useText();
  const result = textsOf(row.result);
  if (!result.payments_before) return null;
  const currency = String(row.base_currency);
  const amount = (text: string | undefined) => (
    <span title={formatDecimal(text ?? '', locale)}>
      {formatDecimal(roundDecimal(text ?? '', 2), locale)} <small>{currency.toLowerCase()}</small>
    </span>
  );
  return (
    <Section title={t('cycle.result')}>
      <dl className={classes.figures}>
        <div>
          <dt>{t('cycle.payments')}</dt>
          <dd>
            {formatDecimal(result.payments_before, locale)} →{' '}
            <strong>{formatDecimal(result.payments_after ?? '0', locale)}</strong>
          </dd>
        </div>
        <div>
          <dt>{t('cycle.value')}</dt>
          <dd>
            {amount(result.gross_base)} → <strong>{amount(result.net_base)}</strong>
          </dd>
        </div>
      </dl>
      <p className={classes.note}>
        {t('cycle.saved', { pct: formatDecimal(result.savings_pct ?? '0', locale) })}.{' '}
        {t('cycle.residue', { amount: `${formatDecimal(result.residue_base ?? '0', locale)} ${currency}` })}.
      </p>
      {typeof row.inputs_digest === 'string' && row.inputs_digest !== '' && (
        <div className={classes.note}>
          {t('cycle.inputs')} <Digest value={row.inputs_digest} />
        </div>
      )}
    </Section>
  );
}

/** The members of a JSON object as text. */
function textsOf(value: Row[string] | undefined): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, String(member)]));
}
