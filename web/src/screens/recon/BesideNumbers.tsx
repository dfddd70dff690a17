import { useText } from '@/text/text';
import { kinds, type SideBySide, type Tally } from './moves';
import resultClasses from './Result.module.css';
import { type Result, resultOf } from './run';
import classes from './Staging.module.css';

/** The counts of both results, side by side, and by how much they differ. */
export function BesideNumbers({ of }: { of: SideBySide }) {
  const { t } = useText();
  const original = countsOf(of.original);
  const copy = countsOf(of.copy);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.wide} tabIndex={0} aria-label={t('staging.counts')}>
      <table className={`${resultClasses.numbers} ${classes.numbers}`}>
        <thead>
          <tr>
            <td />
            {(['left', 'right'] as const).map((side) => (
              <th key={side} scope="colgroup" colSpan={2}>
                {t(`recon.${side}`)}
              </th>
            ))}
          </tr>
          <tr>
            <td />
            {['left', 'right'].flatMap((side) =>
              (['original', 'copy'] as const).map((which) => (
                <th key={side + which} scope="col">
                  {t(`staging.${which}`)}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">
                <span className={resultClasses.swatch} data-part={kind} aria-hidden />
                {t(`recon.${kind}`)}
              </th>
              <Cells original={original.left[kind]} copy={copy.left[kind]} />
              <Cells original={original.right[kind]} copy={copy.right[kind]} />
            </tr>
          ))}
          <tr>
            <th scope="row">{t('recon.sum')}</th>
            <Cells original={original.left.rows} copy={copy.left.rows} />
            <Cells original={original.right.rows} copy={copy.right.rows} />
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function countsOf(found: Tally): Result {
  return resultOf({ ...found });
}

function Cells({ original, copy }: { original: number; copy: number }) {
  const { locale } = useText();
  const number = new Intl.NumberFormat(locale);
  const signed = new Intl.NumberFormat(locale, { signDisplay: 'always' });
  return (
    <>
      <td>{number.format(original)}</td>
      <td>
        {copy !== original && <span className={classes.delta}>{signed.format(copy - original).replace('-', '−')}</span>}{' '}
        {number.format(copy)}
      </td>
    </>
  );
}
