import type { Amount } from '@/api/declared';
import { formatDecimal } from '@/format/money';
import { useText } from '@/text/text';
import classes from './Money.module.css';

/** An amount: tabular figures, a real minus, the currency in small capitals. */
export function Money({ amount }: { amount: Amount }) {
  const { locale } = useText();
  return (
    <span className={classes.money}>
      {formatDecimal(amount.value, locale)} <span className={classes.currency}>{amount.currency.toLowerCase()}</span>
    </span>
  );
}
