import { formatDecimal } from '@/format/money';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import type { MovedRow, SideBySide } from './moves';
import classes from './Staging.module.css';

/** The rows that one result matches and the other does not, and those they differ about otherwise. */
export function MovedRows({ of }: { of: SideBySide }) {
  const { t } = useText();
  return (
    <>
      <Rows title={t('staging.lost')} rows={of.lost} all={of.lost_rows} />
      <Rows title={t('staging.gained')} rows={of.gained} all={of.gained_rows} />
      <Rows title={t('staging.other')} rows={of.other} all={of.other_rows} />
    </>
  );
}

function Rows({ title, rows, all }: { title: string; rows: readonly MovedRow[]; all: number }) {
  const { t, locale } = useText();
  const number = new Intl.NumberFormat(locale);
  if (all === 0) return null;
  return (
    <Section title={title} aside={t('recon.rows', { n: number.format(all) })}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.wide} tabIndex={0} aria-label={t('staging.list', { title })}>
        <table className={classes.rows}>
          <thead>
            <tr>
              <th scope="col">{t('staging.row')}</th>
              <th scope="col">{t('staging.key')}</th>
              <th scope="col" className={classes.amount}>
                {t('staging.amount')}
              </th>
              <th scope="col">{t('staging.original')}</th>
              <th scope="col">{t('staging.copy')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <OneRow key={`${row.side}/${row.row}`} row={row} />
            ))}
          </tbody>
        </table>
      </section>
      {rows.length < all && <p className={classes.first}>{t('staging.first', { n: number.format(rows.length) })}</p>}
    </Section>
  );
}

/** Rows are told as people count them, from 1, the header not counted. */
function OneRow({ row }: { row: MovedRow }) {
  const { t, locale } = useText();
  const text = row.fields.map(({ name, value }) => `${name}: ${value}`).join('\n');
  return (
    <tr title={text || undefined}>
      <th scope="row">
        {t(`recon.${row.side}`)} {row.row + 1}
      </th>
      <td>{row.key.join(' · ')}</td>
      <td className={classes.amount}>{row.amount === '' ? '' : formatDecimal(row.amount, locale)}</td>
      <td>
        <Standing kind={row.before} partner={row.before_with} />
      </td>
      <td>
        <Standing kind={row.after} partner={row.after_with} />
      </td>
    </tr>
  );
}

function Standing({ kind, partner }: { kind: MovedRow['before']; partner: number }) {
  const { t } = useText();
  return (
    <>
      <span className={classes.swatch} data-part={kind} aria-hidden />
      {t(`recon.${kind}`)}
      {partner >= 0 && <span className={classes.quiet}> {t('staging.with', { n: partner + 1 })}</span>}
    </>
  );
}
