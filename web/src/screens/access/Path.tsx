import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMe } from '@/api/me';
import { Person, RecordLink } from '@/parts/RecordLink';
import { useText } from '@/text/text';
import classes from './Access.module.css';
import type { Reason, Scope } from './answers';
import { wholeTables } from './wholeTables';

interface Props {
  readonly user: string;
  readonly name?: string | undefined;
  readonly reason: Reason;
  /** Left out where many permissions come by the same path. */
  readonly permission?: string;
}

/** One path by which somebody has a permission: person, group, role, permission, scope. */
export function Path({ user, name, reason, permission }: Props) {
  const { t, word } = useText();
  const { grant, group, member, scope, through } = reason;
  // Who may look nobody up knows their own name.
  const me = useMe().user;
  const called = name ?? (user === me.id ? me.name : undefined);
  const [role = '', ...included] = through;
  return (
    <ol className={classes.path}>
      <Step kind="person" caption={t('access.person')}>
        <Person id={user} {...(called && { names: { [user]: called } })} />
      </Step>
      {group && (
        <Step
          kind="group"
          caption={t('access.group')}
          by={
            member && (
              <RecordLink table="member" id={member}>
                {t('access.membership')}
              </RecordLink>
            )
          }
        >
          <RecordLink table="group" id={group} />
        </Step>
      )}
      {grant ? (
        <Step
          kind="role"
          caption={t('access.role')}
          by={
            <RecordLink table="grant" id={grant}>
              {t('access.grant')}
            </RecordLink>
          }
        >
          <RecordLink table="role" id={role} />
        </Step>
      ) : (
        <Step kind="grant" caption={t('access.grant')}>
          <span>{t('access.grant.untold')}</span>
        </Step>
      )}
      {permission !== undefined &&
        included.map((one) => (
          <Step key={one} kind="role" caption={t('access.included')}>
            <RecordLink table="role" id={one} />
          </Step>
        ))}
      {permission !== undefined && (
        <Step kind="permission" caption={t('access.permission')}>
          <span title={permission}>{word(permission)}</span>
        </Step>
      )}
      {scope.kind !== 'nothing' && (
        <Step kind="scope" caption={t('access.scope')}>
          <ScopeName scope={scope} />
        </Step>
      )}
    </ol>
  );
}

/** What tells one path of a list from the others. */
export function keyOf({ grant, member = '', scope }: Pick<Reason, 'grant' | 'member' | 'scope'>): string {
  return `${grant} ${member} ${scope.id ?? ''}`;
}

function Step({ kind, caption, by, children }: { kind: string; caption: string; by?: ReactNode; children: ReactNode }) {
  return (
    <li data-kind={kind}>
      <span className={classes.caption}>
        {caption}
        {by && <> · {by}</>}
      </span>
      <span className={classes.named}>{children}</span>
    </li>
  );
}

/** How far a grant reaches. */
export function ScopeName({ scope: { kind, table = '', id = '' } }: { scope: Scope }) {
  const { t, word } = useText();
  if (kind === 'everything') return <span>{t('access.scope.everything')}</span>;
  if (kind === 'table') return <Every table={table} unit={id} />;
  const of = kind === 'unit' ? 'unit' : table;
  return (
    <span>
      {word(of)} <RecordLink table={of} id={id} />
      {kind === 'unit' && <span className={classes.quiet}> {t('access.scope.beneath')}</span>}
    </span>
  );
}

/** All records of a table, or those of a unit. */
function Every({ table, unit }: { table: string; unit: string }) {
  const { t, word } = useText();
  const known = wholeTables.find((one) => one === table);
  return (
    <span>
      {known ? t(`access.scope.every.${known}`) : word(table)}
      {unit && (
        <>
          {' · '}
          {word('unit')} <RecordLink table="unit" id={unit} />
          <span className={classes.quiet}> {t('access.scope.beneath')}</span>
        </>
      )}
    </span>
  );
}

/** Several of them, in one line. */
export function ScopeNames({ scopes }: { scopes: readonly Scope[] }) {
  return scopes.map((scope, n) => (
    <span key={`${scope.kind} ${scope.table} ${scope.id}`}>
      {n > 0 && ' · '}
      <ScopeName scope={scope} />
    </span>
  ));
}

/** The way to another question of the explorer. */
export function QuestionLink({ search, children }: { search: Readonly<Record<string, string>>; children: ReactNode }) {
  return (
    <Link to="/access" search={search}>
      {children}
    </Link>
  );
}
