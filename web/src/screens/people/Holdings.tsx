import { Link } from '@tanstack/react-router';
import { type Row, useTable } from '@/api/declared';
import { useHolds } from '@/api/me';
import { useMayOverEverything } from '@/api/record';
import { RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { GrantLine } from './GrantLine';
import { useNaming } from './lists';
import classes from './People.module.css';
import { Period } from './Period';

/** A grant for a time ends by itself after so long, unless the form says otherwise. */
const forATime = 48 * 3_600_000;

/** What a user holds: the roles of their own, then group by group. */
export function Holdings({ user }: { user: Row }) {
  const { t } = useText();
  const grants = useNaming('grant', 'user', user.id);
  const members = useNaming('member', 'user', user.id);
  if (!grants.may && !members.may) return null;
  const nothing = grants.rows.length + members.rows.length === 0;
  return (
    <Section title={t('people.holds')} aside={<Doors user={user} />}>
      {(grants.isPending || members.isPending) && <Loading lines={3} />}
      {nothing && !grants.isPending && !members.isPending && <Nothing />}
      <ul className={classes.lines} aria-label={t('people.holds')}>
        {grants.rows.map((grant) => (
          <GrantLine key={grant.id} grant={grant} by={<span>{t('people.direct')}</span>} />
        ))}
        {members.rows.map((member) => (
          <Membership key={member.id} member={member} />
        ))}
      </ul>
    </Section>
  );
}

/** That there is nothing, where all of it may be seen; else that there is nothing to be seen. */
function Nothing() {
  const { t } = useText();
  const grants = useMayOverEverything('grant.view');
  const members = useMayOverEverything('member.view');
  return grants && members ? (
    <Empty title={t('people.holds.none')}>{t('people.holds.none.what')}</Empty>
  ) : (
    <Empty title={t('people.holds.unseen')}>{t('people.holds.unseen.what')}</Empty>
  );
}

/** One group that somebody is in, with the roles that it gives. */
function Membership({ member }: { member: Row }) {
  const { t, word } = useText();
  const group = String(member.group);
  const { rows } = useNaming('grant', 'group', group);
  return (
    <li>
      <div className={classes.line}>
        <span className={classes.what}>
          {word('group')} <RecordLink table="group" id={group} />
        </span>
        <span>{rows.length === 0 && t('people.plain')}</span>
        <span className={classes.by}>
          <Period row={member} />
          <RecordLink table="member" id={member.id}>
            {t('access.membership')}
          </RecordLink>
        </span>
      </div>
      {rows.length > 0 && (
        <ul className={classes.within}>
          {rows.map((grant) => (
            <GrantLine key={grant.id} grant={grant} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** The ways to give more, for who may. */
function Doors({ user }: { user: Row }) {
  const { t } = useText();
  const grants = useTable('grant')?.may.insert === true;
  const members = useTable('member')?.may.insert === true;
  const asks = useHolds()('access.why');
  const scope = user.unit ? { scope: 'unit', scope_record: String(user.unit) } : { scope: 'everything' };
  const until_at = new Date(Date.now() + forATime).toISOString();
  return (
    <nav className={classes.doors} aria-label={t('people.holds')}>
      {asks && (
        <Link to="/access" search={{ ask: 'what', user: user.id }}>
          {t('people.may')}
        </Link>
      )}
      {user.status !== 'suspended' && members && (
        <Link to="/new/$table" params={{ table: 'member' }} search={{ user: user.id }}>
          {t('people.join')}
        </Link>
      )}
      {user.status !== 'suspended' && grants && (
        <>
          <Link to="/new/$table" params={{ table: 'grant' }} search={{ user: user.id, ...scope }}>
            {t('people.grant')}
          </Link>
          <Link to="/new/$table" params={{ table: 'grant' }} search={{ user: user.id, ...scope, until_at }}>
            {t('people.grantForATime')}
          </Link>
        </>
      )}
    </nav>
  );
}
