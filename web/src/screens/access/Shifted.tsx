import { IconMinus, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTable } from '@/api/declared';
import { filled } from '@/api/filled';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Empty } from '@/parts/States';
import { Violations } from '@/screens/duty/Violations';
import { useText } from '@/text/text';
import classes from './Access.module.css';
import type { BroughtAlong, ShiftGroup, Simulation, WouldBe } from './answers';
import { ScopeNames } from './Path';
import shifts from './Shifted.module.css';
import { Within } from './Within';

interface Props {
  readonly simulation: Simulation;
  /** Of the section; 'Answer' when absent. */
  readonly title?: string;
  /** What was asked about, where there is a way to do it in earnest. */
  readonly change?: WouldBe;
}

/** Who would gain and lose what, those alike together, and the way to do it in earnest. */
export function Shifted({ simulation: { users, groups, more, brought, breaks, within }, title, change }: Props) {
  const { t } = useText();
  const count = users === 1 ? t('access.would.user') : t('access.would.users', { n: users });
  return (
    <Section title={title ?? t('access.answer')} aside={<output>{t('access.would.notWritten')}</output>}>
      {users === 0 && (
        <Empty title={t('access.would.none')}>
          {t(within ? 'access.would.noneSeen.what' : 'access.would.none.what')}
        </Empty>
      )}
      {(breaks.total > 0 || breaks.elsewhere) && (
        <section className={shifts.side}>
          <h3>{t('access.would.breaks')}</h3>
          <Violations items={filled(breaks.items)} total={breaks.total} />
          {breaks.elsewhere && <p className={classes.note}>{t('access.would.breaksElsewhere')}</p>}
        </section>
      )}
      {users > 0 && <p className={shifts.count}>{count}</p>}
      {brought.length > 0 && <Brought list={brought} />}
      <div className={classes.people}>
        {groups.map((group) => (
          <Alike key={group.users[0]?.user} group={group} />
        ))}
      </div>
      {more > 0 && <p className={classes.note}>{t('access.would.more', { n: more })}</p>}
      <Within scopes={within} />
      {change && <InEarnest change={change} />}
    </Section>
  );
}

/** The grants and memberships that would change with it. */
function Brought({ list }: { list: readonly BroughtAlong[] }) {
  const { t, word } = useText();
  return (
    <section className={shifts.side}>
      <h3>{t('access.would.brings')}</h3>
      <ul>
        {list.map(({ table, op, id, user = '', user_name: name = '', group = '', role = '', role_name: named }) => (
          <li key={`${table} ${id}`}>
            <RecordLink table={table} id={id}>
              {word(table)}
            </RecordLink>
            {user && (
              <>
                {' · '}
                <Person id={user} names={{ [user]: name }} />
              </>
            )}
            {group && (
              <>
                {' · '}
                <RecordLink table="group" id={group} />
              </>
            )}
            {role && (
              <>
                {' · '}
                <RecordLink table="role" id={role}>
                  {named}
                </RecordLink>
              </>
            )}
            {' · '}
            {t(`access.would.op.${op}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Alike({ group: { users, of, gains, loses } }: { group: ShiftGroup }) {
  const { t } = useText();
  return (
    <article className={shifts.alike}>
      <ul className={classes.words}>
        {users.map(({ user, name }) => (
          <li key={user}>
            <Person id={user} names={{ [user]: name }} />
          </li>
        ))}
        {of > users.length && <li>{t('access.andMore', { n: of - users.length })}</li>}
      </ul>
      <Side kind="gains" list={gains} />
      <Side kind="loses" list={loses} />
    </article>
  );
}

function Side({ kind, list }: { kind: 'gains' | 'loses'; list: ShiftGroup['gains'] }) {
  const { t, word } = useText();
  if (list.length === 0) return null;
  const Icon = kind === 'gains' ? IconPlus : IconMinus;
  return (
    <section className={shifts.side} data-kind={kind}>
      <h3>
        <Icon size={16} stroke={2.2} aria-hidden /> {t(`access.${kind}`)}
      </h3>
      {list.map(({ permissions, scopes }) => (
        <div key={permissions[0]}>
          <p className={classes.caption}>
            <ScopeNames scopes={scopes} />
          </p>
          <ul className={classes.words}>
            {permissions.map((permission) => (
              <li key={permission} title={permission}>
                {word(permission)}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** The real form, or the record that would end or change, for who may enter it. */
function InEarnest({ change: { table: name, op, id = '', body = {} } }: { change: WouldBe }) {
  const { t } = useText();
  const table = useTable(name);
  if (op === 'insert' ? !table?.may.insert : !table?.may.view) return null;
  return (
    <p className={classes.note}>
      {op === 'insert' ? (
        <Link to="/new/$table" params={{ table: name }} search={body}>
          {t('access.would.form')}
        </Link>
      ) : (
        <Link to="/$table/$id" params={{ table: name, id }}>
          {t(op === 'delete' ? 'access.would.record' : 'access.would.change')}
        </Link>
      )}
    </p>
  );
}
