import { IconBan, IconCheck, IconUserOff, IconUserX } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import { useText } from '@/text/text';
import { type Barred, barredWords } from './barred';
import classes from './Reasons.module.css';
import type { Clash, Names, Standing } from './standing';

/** Who counts with how much, who is ignored because of whom, and who has no right. */
export function Reasons({ standing, names }: { standing: Standing; names: Names }) {
  const { t } = useText();
  const { verdict, without_job: withoutJob } = standing;
  const signed =
    verdict.counted.length + verdict.ignored.length + verdict.no_right.length > 0 ||
    standing.barred.some((one) => one.signed);
  return (
    <div className={classes.reasons}>
      {!signed && <p className={classes.quiet}>{t('sign.nobody')}</p>}
      {verdict.counted.length > 0 && (
        <Reason kind="counted" title={t('sign.counted')} icon={<IconCheck size={15} aria-hidden />}>
          {verdict.counted.map((user) => (
            <li key={user}>
              {names.user(user)} <Shares standing={standing} names={names} user={user} />
            </li>
          ))}
        </Reason>
      )}
      {verdict.clashes.length > 0 && (
        <Reason kind="ignored" title={t('sign.ignored')} icon={<IconBan size={15} aria-hidden />}>
          {verdict.clashes.map((clash) => (
            <li key={`${clash.first.user}/${clash.second.user}`}>
              <ClashWords clash={clash} names={names} />
            </li>
          ))}
        </Reason>
      )}
      <NoRight standing={standing} names={names} />
      <Aside kind="barred" of={standing.barred.filter(({ signed }) => signed)} names={names} title={t('sign.barred')} />
      {standing.state === 'awaiting_signatures' && (
        <Aside
          kind="others"
          of={standing.barred.filter(({ signed }) => !signed)}
          names={names}
          title={t('sign.others')}
        />
      )}
      {withoutJob.length > 0 && standing.state === 'awaiting_signatures' && (
        <p className={classes.quiet}>{t('sign.withoutJob', { names: withoutJob.map(names.user).join(', ') })}</p>
      )}
    </div>
  );
}

export function ClashWords({ clash: { first, second }, names }: { clash: Clash; names: Names }) {
  const { t } = useText();
  return t('sign.clash', {
    first: names.user(first.user),
    firstJob: first.job,
    second: names.user(second.user),
    secondJob: second.job,
  });
}

interface Props {
  readonly standing: Standing;
  readonly names: Names;
}

/** What one signer adds: one number when it is the same everywhere, else by account. */
function Shares({ standing, names, user }: Props & { user: string }) {
  const { t } = useText();
  const shares = standing.verdict.accounts.flatMap(({ account, counted }) =>
    counted.filter((share) => share.user === user).map(({ points }) => ({ account, points })),
  );
  const [first] = shares;
  const alike = shares.length === standing.verdict.accounts.length && shares.every((s) => s.points === first?.points);
  if (first && alike) return <span className={classes.points}>{`+${first.points}`}</span>;
  return (
    <span className={classes.points}>
      {shares.map(({ account, points }, i) => (
        <Fragment key={account}>
          {i > 0 && ', '}
          {t('sign.next.missing', { n: points, account: names.account(account) })}
        </Fragment>
      ))}
    </span>
  );
}

/** Signers without points, anywhere or on some account. */
function NoRight({ standing: { verdict }, names }: Props) {
  const { t } = useText();
  const partly = verdict.accounts.flatMap(({ account, no_right: users }) =>
    users.filter((user) => verdict.counted.includes(user)).map((user) => ({ account, user })),
  );
  if (verdict.no_right.length + partly.length === 0) return null;
  return (
    <Reason kind="no_right" title={t('sign.noRight')} icon={<IconUserOff size={15} aria-hidden />}>
      {verdict.no_right.map((user) => (
        <li key={user}>{t('sign.noRight.anywhere', { name: names.user(user) })}</li>
      ))}
      {partly.map(({ account, user }) => (
        <li key={`${account}/${user}`}>
          {t('sign.noRight.here', { name: names.user(user), account: names.account(account) })}
        </li>
      ))}
    </Reason>
  );
}

/** Signatories who do not count whatever their job and points, each with the reason. */
function Aside({ kind, title, of, names }: { kind: string; title: string; of: readonly Barred[]; names: Names }) {
  const text = useText();
  if (of.length === 0) return null;
  return (
    <Reason kind={kind} title={title} icon={<IconUserX size={15} aria-hidden />}>
      {of.map((one) => (
        <li key={one.user}>
          {names.user(one.user)}: {barredWords(text, one)}
        </li>
      ))}
    </Reason>
  );
}

function Reason({
  kind,
  title,
  icon,
  children,
}: {
  kind: string;
  title: string;
  icon: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={classes.reason} data-kind={kind}>
      <h3>
        {icon}
        {title}
      </h3>
      <ul>{children}</ul>
    </div>
  );
}
