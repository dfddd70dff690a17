import { IconAlertTriangle } from '@tabler/icons-react';
import type { Held, Violation } from '@/api/duty';
import type { Filled } from '@/api/filled';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Status } from '@/parts/Status';
import { Path } from '@/screens/access/Path';
import { useText } from '@/text/text';
import classes from './Duty.module.css';

interface Props {
  readonly items: readonly Filled<Violation>[];
  readonly total: number;
}

/** Who breaks which rule, with the paths by which they hold what is kept apart. */
export function Violations({ items, total }: Props) {
  const { t } = useText();
  const unseen = total - items.length;
  return (
    <>
      <ul className={classes.broken}>
        {items.map((one) => (
          <li key={`${one.rule} ${one.person}`} data-allowed={one.exception !== undefined}>
            <IconAlertTriangle size={18} stroke={1.8} aria-hidden className={classes.sign} />
            <div className={classes.words}>
              <p>
                <People users={one.users} />{' '}
                <span className={classes.quiet}>
                  {t('duty.breaks')}{' '}
                  <RecordLink table="duty_rule" id={one.rule}>
                    {one.name}
                  </RecordLink>
                </span>
              </p>
              <Standing violation={one} />
              <details>
                <summary>{t('duty.by', { n: one.held.length })}</summary>
                {one.held.map((held) => (
                  <HeldBy
                    key={`${held.grant} ${held.member} ${held.permission} ${held.role} ${held.side}`}
                    held={held}
                  />
                ))}
              </details>
            </div>
          </li>
        ))}
      </ul>
      {unseen > 0 && <p className={classes.note}>{t('duty.unseen', { n: unseen })}</p>}
    </>
  );
}

function People({ users }: { users: readonly string[] }) {
  return users.map((user, n) => (
    <strong key={user}>
      {n > 0 && ', '}
      <Person id={user} />
    </strong>
  ));
}

/** How the rule takes it: by an exception, as something to be listed, or as what was there before the rule. */
function Standing({ violation: { mode, exception } }: { violation: Filled<Violation> }) {
  const { t } = useText();
  if (exception !== undefined)
    return (
      <p className={classes.quiet}>
        <Status state={t('duty.allowed')} kind="agreed" />{' '}
        <RecordLink table="duty_exception" id={exception}>
          {t('duty.allowed.by')}
        </RecordLink>
      </p>
    );
  return <p className={classes.quiet}>{t(mode === 'report' ? 'duty.reported' : 'duty.older')}</p>;
}

/** One of the things kept apart, as this person holds it. */
function HeldBy({ held }: { held: Filled<Held> }) {
  const { t, word } = useText();
  const { user, side, home, grant, group, member, through = [], at, permission, role, gives = [] } = held;
  if (side && home)
    return (
      <p className={classes.held}>
        <Person id={user} /> {t('duty.home')} <RecordLink table="unit" id={home} />
      </p>
    );
  if (side && !grant)
    return (
      <p className={classes.held}>
        <Person id={user} /> {t('duty.inGroup')} <RecordLink table="group" id={group ?? ''} />
      </p>
    );
  const reason = { grant: grant ?? '', scope: at, through, ...(group && { group }), ...(member && { member }) };
  const path = <Path user={user} reason={reason} {...(permission && { permission })} />;
  if (gives.length === 0) return path;
  return (
    <div className={classes.held}>
      {path}
      <p className={classes.quiet}>
        {t('duty.like')} <RecordLink table="role" id={role ?? ''} />: {gives.map(word).join(', ')}
      </p>
    </div>
  );
}
