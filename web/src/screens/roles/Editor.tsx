import { Button, Checkbox, MultiSelect, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useCommand, type Write } from '@/api/command';
import { useHolds } from '@/api/me';
import { asProblem } from '@/api/problem';
import { pathOf } from '@/api/record';
import { Consequences } from '@/form/Consequences';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { useSimulation, type WouldBe } from '@/screens/access/answers';
import { Shifted } from '@/screens/access/Shifted';
import { useText } from '@/text/text';
import type { Column } from './Matrix';
import { differs, type Role } from './matrix';
import classes from './Roles.module.css';

interface Props {
  readonly role: Role;
  readonly roles: readonly Role[];
  /** The matrix, with the column in which permissions are given and taken. */
  readonly children: (column: Column) => ReactNode;
}

/** A role that is being put together: who gains and who loses what is shown before it is saved. */
export function Editor({ role, roles, children }: Props) {
  const { t } = useText();
  const [name, setName] = useState(role.name);
  const [own, setOwn] = useState<ReadonlySet<string>>(role.own);
  const [includes, setIncludes] = useState<readonly string[]>(role.includes);
  const { plan, submit } = useCommand();
  const body = { name: name.trim(), permissions: [...own].sort(), includes };
  const change = (act: () => void) => {
    act();
    plan.reset();
    submit.reset();
  };
  function check(event: FormEvent) {
    event.preventDefault();
    plan.mutate(writeOf(role, body));
  }
  return (
    <>
      <Section title={role.id ? t('table.editOf', { title: role.name }) : t('roles.new')}>
        <form onSubmit={check} className={classes.editor}>
          <TextInput
            label={t('roles.called')}
            withAsterisk
            maxLength={140}
            value={name}
            onChange={(event) => change(() => setName(event.currentTarget.value))}
          />
          <MultiSelect
            label={t('roles.includes')}
            description={t('roles.includes.what')}
            data={roles.filter(({ id }) => id !== role.id).map((one) => ({ value: one.id, label: one.name }))}
            value={[...includes]}
            onChange={(next) => change(() => setIncludes(next))}
            searchable
            limit={100}
          />
          <Differences before={role.own} after={own} />
          <div className={classes.acts}>
            <Button type="submit" disabled={name.trim() === ''} loading={plan.isPending}>
              {t('roles.check')}
            </Button>
            <Link to="/roles" search={{ role: role.id }}>
              {t('write.cancel')}
            </Link>
          </div>
        </form>
      </Section>
      {plan.isError && <ProblemNote error={plan.error} />}
      {plan.data && (
        <>
          {role.id && <Gains change={{ table: 'role', op: 'update', id: role.id, body }} />}
          <Consequences
            planned={plan.data}
            write={plan.variables}
            submit={submit}
            onReload={asProblem(submit.error).status === 412 ? () => location.reload() : undefined}
          />
        </>
      )}
      {children({
        head: <span>{name || t('roles.new')}</span>,
        cell: (permission) => (
          <Cell
            role={{ ...role, name, includes }}
            roles={roles}
            permission={permission}
            on={own.has(permission)}
            was={role.own.has(permission)}
            onChange={() => change(() => setOwn(toggled(own, permission)))}
          />
        ),
      })}
    </>
  );
}

function toggled(own: ReadonlySet<string>, permission: string): ReadonlySet<string> {
  const next = new Set(own);
  if (!next.delete(permission)) next.add(permission);
  return next;
}

type Body = { readonly name: string; readonly permissions: readonly string[]; readonly includes: readonly string[] };

function writeOf({ id, version }: Role, body: Body): Write {
  return id
    ? { method: 'PATCH', path: pathOf('role', id), version, body }
    : { method: 'POST', path: '/api/v1/role', body };
}

/** What the role would hold besides and no more, in words. */
function Differences({ before, after }: { before: ReadonlySet<string>; after: ReadonlySet<string> }) {
  const { t, word } = useText();
  const { more, less } = differs(before, after);
  if (more.length + less.length === 0) return <p className={classes.quiet}>{t('roles.choose')}</p>;
  return (
    <ul className={classes.differences} aria-label={t('roles.differences')}>
      {more.map((permission) => (
        <li key={permission} data-kind="gains">
          + {word(permission)}
        </li>
      ))}
      {less.map((permission) => (
        <li key={permission} data-kind="loses">
          − {word(permission)}
        </li>
      ))}
    </ul>
  );
}

/** Who gains and who loses what, for who may ask. */
function Gains({ change }: { change: WouldBe }) {
  const { t } = useText();
  const may = useHolds()('access.why');
  const told = useSimulation(may ? change : undefined);
  if (!may) return <p className={classes.quiet}>{t('roles.noWhy', { permission: 'access.why' })}</p>;
  if (told.isError) return <ProblemNote error={told.error} onRetry={told.refetch} />;
  if (!told.data) return <Loading lines={4} />;
  return <Shifted simulation={told.data} title={t('roles.gains')} />;
}

interface CellProps {
  readonly role: Role;
  readonly roles: readonly Role[];
  readonly permission: string;
  readonly on: boolean;
  readonly was: boolean;
  readonly onChange: () => void;
}

function Cell({ role, roles, permission, on, was, onChange }: CellProps) {
  const { t, word } = useText();
  const by = roles.find(({ id, all }) => role.includes.includes(id) && all.has(permission));
  return (
    <span className={classes.cell} data-differs={on !== was}>
      <Checkbox
        size="xs"
        aria-label={t('roles.cell', { permission: word(permission), role: role.name || t('roles.new') })}
        checked={on}
        onChange={onChange}
      />
      {by && <span title={t('roles.heldBy', { role: by.name })}>{t('roles.byOther')}</span>}
    </span>
  );
}
