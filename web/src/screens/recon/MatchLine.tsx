import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { formatDecimal } from '@/format/money';
import { formatMoment } from '@/format/time';
import { Person } from '@/parts/RecordLink';
import sideClasses from '@/parts/SideBySide.module.css';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import { keyText } from './exception';
import classes from './Matches.module.css';
import { pairsOf } from './pairs';
import { Fields } from './Sides';
import { useComparison } from './useComparison';
import type { Match } from './useMatches';

interface Props {
  readonly run: string;
  readonly match: Match;
  readonly chosen: boolean;
  /** Absent where it cannot be chosen. */
  readonly onChoose: (() => void) | undefined;
}

/** One match: what both rows say, folded; and what became of it. */
export function MatchLine({ run, match, chosen, onChoose }: Props) {
  const { t, locale } = useText();
  const name = keyText(match) || t('recon.nokey');
  const amounts = [match.left_amount, match.right_amount].filter(Boolean).map((one) => formatDecimal(one, locale));
  return (
    <li className={classes.match}>
      {onChoose ? (
        <Checkbox aria-label={t('recon.matches.choose', { name })} checked={chosen} onChange={onChoose} />
      ) : (
        <span />
      )}
      <details className={classes.details}>
        <summary>
          <span className={classes.key}>{name}</span>
          <span className={classes.amount}>{[...new Set(amounts)].join(' / ')}</span>
          <span className={classes.quiet}>
            {[...new Set([match.left_date, match.right_date].filter(Boolean))].join(' / ')}
          </span>
          <Difference match={match} />
        </summary>
        <Both run={run} match={match} />
      </details>
      {match.broken && <BrokenApart broken={match.broken} />}
    </li>
  );
}

function Difference({ match }: { match: Match }) {
  const { t, locale } = useText();
  if (match.exact) return <span className={classes.end}>{t('recon.matches.exact')}</span>;
  const days = match.date_diff.replace(/^-/, '');
  const told = [
    ...(/[1-9]/.test(match.amount_diff)
      ? [t('recon.matches.amount', { diff: formatDecimal(match.amount_diff, locale) })]
      : []),
    ...(days === '' || days === '0' ? [] : [t(days === '1' ? 'recon.matches.day' : 'recon.matches.days', { days })]),
  ];
  return <span className={classes.end}>{told.join('; ')}</span>;
}

function Both({ run, match }: { run: string; match: Match }) {
  const { t } = useText();
  const { compared, rest } = pairsOf(match.left_fields, match.right_fields, useComparison(run).data);
  const rows = { leftRow: match.left, rightRow: match.right, fails: [] };
  return (
    <div className={sideClasses.sides}>
      <Fields of={rows} pairs={compared} head />
      {rest.length > 0 && (
        <details className={sideClasses.rest}>
          <summary>{t('recon.rest', { n: rest.length })}</summary>
          <Fields of={rows} pairs={rest} head={false} />
        </details>
      )}
    </div>
  );
}

function BrokenApart({ broken }: { broken: NonNullable<Match['broken']> }) {
  const { t, locale } = useText();
  return (
    <div className={classes.broken}>
      <Status state={t('recon.matches.broken')} kind="refused" />
      <span>
        <Person id={broken.by} />, {formatMoment(broken.at, locale)}
      </span>
      <span className={classes.why}>{broken.reason}</span>
      {broken.exceptions.map((id, side) => (
        <Link key={id} to="/exception/$id" params={{ id }}>
          {t(side === 0 ? 'recon.kind.unmatched_left' : 'recon.kind.unmatched_right')}
        </Link>
      ))}
    </div>
  );
}
