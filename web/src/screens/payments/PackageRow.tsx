import { Link } from '@tanstack/react-router';
import type { Row } from '@/api/declared';
import { formatMoment } from '@/format/time';
import listed from '@/parts/Listed.module.css';
import { Money } from '@/parts/Money';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './PackagesScreen.module.css';
import { useStanding } from './standing';

/** One package: whose, how much, and how far its signatures are. */
export function PackageRow({ row }: { row: Row }) {
  const { t, word, locale } = useText();
  const standing = useStanding(row).data;
  const orders = standing?.accounts.reduce((sum, account) => sum + account.orders, 0);
  return (
    <li className={`${listed.row} ${classes.row}`}>
      <span className={classes.name}>
        <Link to="/$table/$id" params={{ table: 'package', id: row.id }} className={classes.link}>
          {String(row.code)}
        </Link>
        <span className={listed.quiet}>
          {standing?.customer_name ?? String(row.debtor ?? '')}
          {`, ${word(String(row.kind))}`}
          {orders !== undefined && `, ${orders === 1 ? t('pay.orders.one') : t('pay.orders.n', { n: orders })}`}
        </span>
      </span>
      <span className={classes.totals}>
        {standing?.accounts.map((account) => (
          <span key={account.account} title={account.name}>
            <Money amount={account.total} />
          </span>
        ))}
      </span>
      <span className={classes.state}>
        <Status state={String(row.state)} />
        <span className={listed.quiet}>
          {row.state === 'awaiting_signatures' && standing ? (
            <Least standing={standing} />
          ) : (
            row.submitted_at !== '' && formatMoment(String(row.submitted_at), locale)
          )}
        </span>
      </span>
    </li>
  );
}

/** The account that is furthest from what it requires. */
function Least({ standing }: { standing: NonNullable<ReturnType<typeof useStanding>['data']> }) {
  const { t } = useText();
  const [least] = standing.verdict.accounts.toSorted((a, b) => b.missing - a.missing);
  return least && t('pay.points.of', { points: least.points, required: least.required });
}
