import { formatDecimal } from '@/format/money';
import { useText } from '@/text/text';
import type { Exception } from './exception';
import classes from './WorkList.module.css';

/** The amount of an item; of a partial match, by how much its sides differ. */
export function ExceptionAmount({ exception: x }: { exception: Exception }) {
  const { locale } = useText();
  const differs = x.kind === 'partial' && /[1-9]/.test(x.amountDiff);
  const amount = differs ? x.amountDiff : x.leftAmount || x.rightAmount;
  if (amount === '') return null;
  return (
    <span className={classes.amount}>
      {differs && <span aria-hidden>Δ </span>}
      {formatDecimal(amount, locale)}
    </span>
  );
}
