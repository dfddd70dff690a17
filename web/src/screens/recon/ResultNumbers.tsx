import { useText } from '@/text/text';
import classes from './Result.module.css';
import type { Result } from './run';

const parts = ['matched', 'partial', 'unmatched', 'bad'] as const;

interface Props {
  readonly result: Result;
  /** How many of the matches were broken apart since: the result stays as the run found it. */
  readonly broken?: number;
}

/** The same counts as numbers; each side adds up to its rows. */
export function ResultNumbers({ result, broken = 0 }: Props) {
  const { t, locale } = useText();
  const number = new Intl.NumberFormat(locale);
  const { left, right, exact } = result;
  return (
    <table className={classes.numbers}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('recon.left')}</th>
          <th scope="col">{t('recon.right')}</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={part}>
            <th scope="row">
              <span className={classes.swatch} data-part={part} aria-hidden />
              {t(`recon.${part}`)}{' '}
              {part === 'matched' && (
                <span className={classes.quiet}>
                  ({t('recon.exact')} {number.format(exact)}
                  {broken > 0 && <>; {t('recon.brokenSince', { n: number.format(broken) })}</>})
                </span>
              )}
            </th>
            <td>{number.format(left[part])}</td>
            <td>{number.format(right[part])}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t('recon.sum')}</th>
          <td>{number.format(left.rows)}</td>
          <td>{number.format(right.rows)}</td>
        </tr>
      </tbody>
    </table>
  );
}
