import { IconAlertTriangle, IconHourglass } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Planned } from '@/api/command';
import { ProblemNote } from '@/parts/Problem';
import { useText } from '@/text/text';
import { ClashWords } from './Reasons';
import classes from './Signing.module.css';
import type { Names, Warning } from './standing';

interface Props {
  readonly warning: Warning;
  readonly names: Names;
  readonly plan: UseQueryResult<Planned>;
}

/** What will happen, before the button is pressed. */
export function IfSigned({ warning, names, plan }: Props) {
  const { t, said } = useText();
  return (
    <>
      {warning.lowers ? (
        <Lowers warning={warning} names={names} />
      ) : (
        <div>
          <h3>{t('sign.next')}</h3>
          <p>
            <Next warning={warning} names={names} />
          </p>
        </div>
      )}
      {plan.data?.state === 'held' && (
        <p className={classes.held}>
          <IconHourglass size={16} aria-hidden />
          {t('sign.next.held', { missing: [...new Set(plan.data.missing)].map(said).join('; ') })}
        </p>
      )}
      {plan.isError && <ProblemNote error={plan.error} onRetry={plan.refetch} />}
    </>
  );
}

function Next({ warning: { verdict, lowering }, names }: { warning: Warning; names: Names }) {
  const { t } = useText();
  if (verdict.accepted) return t('sign.next.accepts');
  if (!verdict.counted.includes(lowering.user)) return t('sign.next.nothing');
  const missing = verdict.accounts
    .filter((account) => !account.accepted)
    .map((account) => t('sign.next.missing', { n: account.missing, account: names.account(account.account) }));
  return t('sign.next.more', { missing: missing.join(', ') });
}

/** The warning: where the sum falls, and because of whom. */
export function Lowers({ warning: { lowering }, names }: { warning: Warning; names: Names }) {
  const { t } = useText();
  return (
    <div className={classes.warns} role="note">
      <h3>
        <IconAlertTriangle size={16} aria-hidden />
        {t('sign.next.lowers')}
      </h3>
      <ul>
        {lowering.accounts.map(({ account, before, after }) => (
          <li key={account}>{t('sign.next.loss', { account: names.account(account), before, after })}</li>
        ))}
      </ul>
      {lowering.clashes.map((clash) => (
        <p key={`${clash.first.user}/${clash.second.user}`}>
          <ClashWords clash={clash} names={names} />
        </p>
      ))}
    </div>
  );
}
