import { IconCheck, IconHourglass } from '@tabler/icons-react';
import { useText } from '@/text/text';
import type { AccountVerdict, Names, Verdict } from './standing';
import classes from './VerdictBars.module.css';

interface Props {
  readonly verdict: Verdict;
  readonly names: Names;
  /** The verdict as it would be with one's own signature, drawn behind. */
  readonly supposed?: Verdict | undefined;
}

/** For each debit account a bar that fills to the points it requires. */
export function VerdictBars({ verdict, names, supposed }: Props) {
  return (
    <ul className={classes.bars}>
      {verdict.accounts.map((account) => (
        <Bar
          key={account.account}
          account={account}
          names={names}
          after={supposed?.accounts.find((other) => other.account === account.account)?.points}
        />
      ))}
    </ul>
  );
}

function Bar({ account, names, after }: { account: AccountVerdict; names: Names; after: number | undefined }) {
  const { t } = useText();
  const { points, required, accepted, missing } = account;
  const called = t('sign.account', { name: names.account(account.account), points, required });
  const widest = Math.max(required, points, after ?? 0);
  return (
    <li>
      <div className={classes.words}>
        <span>{names.account(account.account)}</span>
        <span className={classes.state} data-accepted={accepted}>
          {accepted ? <IconCheck size={14} aria-hidden /> : <IconHourglass size={14} aria-hidden />}
          {t('pay.points.of', { points, required })}
          {', '}
          {accepted ? t('sign.reached') : t('sign.missing', { n: missing })}
        </span>
      </div>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={called}
        aria-valuenow={Math.min(points, required)}
        aria-valuemin={0}
        aria-valuemax={required}
        aria-valuetext={t('pay.points.of', { points, required })}
      >
        {after !== undefined && after > points && (
          <span className={classes.after} style={{ width: share(after, widest) }} />
        )}
        <span className={classes.filled} data-accepted={accepted}>
          {account.counted.map(({ user, points: own }) => (
            <span
              key={user}
              className={classes.part}
              style={{ width: share(own, widest) }}
              title={t('sign.counted.share', { name: names.user(user), points: own })}
            />
          ))}
        </span>
        {widest > required && <span className={classes.mark} style={{ insetInlineStart: share(required, widest) }} />}
      </div>
    </li>
  );
}

/** The part of the bar's width; points are small whole numbers. */
function share(points: number, of: number): string {
  return `${(100 * points) / of}%`;
}
