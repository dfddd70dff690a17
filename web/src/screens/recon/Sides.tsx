import { formatDecimal } from '@/format/money';
import { Marked } from '@/parts/Marked';
import { Section } from '@/parts/Section';
import sideClasses from '@/parts/SideBySide.module.css';
import { useText } from '@/text/text';
import type { Cell, Exception } from './exception';
import { nameOf, type Pair, pairsOf } from './pairs';
import classes from './Sides.module.css';
import { useComparison } from './useComparison';

/** The two rows field by field: what was compared first, with the signs that differ marked. */
export function Sides({ exception: x }: { exception: Exception }) {
  const { t } = useText();
  const comparison = useComparison(x.run);
  const { compared, rest } = pairsOf(x.left, x.right, comparison.data);
  const alone = x.left.length === 0 || x.right.length === 0;
  return (
    <Section title={t('recon.sides')}>
      <div className={sideClasses.sides}>
        <Fields of={x} pairs={alone ? [...compared, ...rest] : compared} head />
        {!alone && rest.length > 0 && (
          <details className={sideClasses.rest}>
            <summary>{t('recon.rest', { n: rest.length })}</summary>
            <Fields of={x} pairs={rest} head={false} />
          </details>
        )}
      </div>
    </Section>
  );
}

interface FieldsProps {
  readonly of: Pick<Exception, 'leftRow' | 'rightRow' | 'fails'>;
  readonly pairs: readonly Pair[];
  readonly head: boolean;
}

/** Two rows of a run as a table, one line for each field. */
export function Fields({ of: x, pairs, head }: FieldsProps) {
  const { t } = useText();
  return (
    <table className={sideClasses.fields}>
      <thead className={head ? undefined : sideClasses.unseen}>
        <tr>
          <th scope="col">{t('recon.field')}</th>
          <th scope="col">
            {t('recon.left')} <RowNumber n={x.leftRow} />
          </th>
          <th scope="col">
            {t('recon.right')} <RowNumber n={x.rightRow} />
          </th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair) => (
          <PairRow key={`${pair.left?.name}/${pair.right?.name}`} pair={pair} fails={x.fails.includes(pair.role)} />
        ))}
      </tbody>
    </table>
  );
}

/** Rows are told as people count them, from 1, the header not counted. */
function RowNumber({ n }: { n: number }) {
  const { t } = useText();
  return n < 0 ? null : <span className={classes.number}>{t('recon.row', { n: n + 1 })}</span>;
}

function PairRow({ pair, fails }: { pair: Pair; fails: boolean }) {
  const { t } = useText();
  const { left, right, role } = pair;
  return (
    <tr className={fails ? classes.fails : undefined}>
      <th scope="row">
        {nameOf(pair)} {role !== 'other' && <span className={classes.role}>{t(`recon.role.${role}`)}</span>}
      </th>
      <td data-side="left" data-label={t('recon.left')}>
        <Side cell={left} other={right} amount={role === 'amount'} />
      </td>
      <td data-side="right" data-label={t('recon.right')}>
        <Side cell={right} other={left} amount={role === 'amount'} />
      </td>
    </tr>
  );
}

interface SideProps {
  readonly cell: Cell | undefined;
  readonly other: Cell | undefined;
  readonly amount: boolean;
}

function Side({ cell, other, amount }: SideProps) {
  const { t, locale } = useText();
  if (!cell) return <span className={classes.nothing}>{t('recon.nothing')}</span>;
  const shown = (value: string) => (amount ? formatDecimal(value, locale) : value);
  const text = shown(cell.value);
  if (text === '') return <span className={classes.nothing}>{t('table.empty')}</span>;
  if (!other || other.value === cell.value) return <span>{text}</span>;
  return <Marked text={text} other={shown(other.value)} />;
}
