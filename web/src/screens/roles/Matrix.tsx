import { IconCheck, IconLink } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import { Empty } from '@/parts/States';
import { useText } from '@/text/text';
import type { About, Role } from './matrix';
import classes from './Roles.module.css';

/** A column of the matrix that is being put together. */
export interface Column {
  readonly head: ReactNode;
  readonly cell: (permission: string) => ReactNode;
}

interface Props {
  readonly groups: readonly About[];
  readonly roles: readonly Role[];
  /** Before the others. */
  readonly column?: Column;
  readonly chosen: Role | undefined;
  /** Absent where no role can be chosen. */
  readonly onChoose: ((role: Role) => void) | undefined;
}

/** Permissions down, roles across; a filled cell means that the role holds it. */
export function Matrix({ groups, roles, column, chosen, onChoose }: Props) {
  const { t, word } = useText();
  if (groups.length === 0) return <Empty title={t('roles.none')}>{t('roles.none.what')}</Empty>;
  const width = roles.length + (column ? 2 : 1);
  const calledBy = new Map(roles.map(({ id, name }) => [id, name]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className={classes.scroll} aria-label={t('roles.title')} tabIndex={0}>
      <table className={classes.matrix}>
        <thead>
          <tr>
            <th scope="col">{t('access.permission')}</th>
            {column && (
              <th scope="col" data-edited>
                {column.head}
              </th>
            )}
            {roles.map((role) => (
              <RoleHead key={role.id} role={role} chosen={role === chosen} onChoose={onChoose} />
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map(({ about, permissions }) => (
            <Fragment key={about}>
              <tr className={classes.about}>
                <th scope="rowgroup" colSpan={width}>
                  <span className={classes.stays}>{word(about)}</span>
                </th>
              </tr>
              {permissions.map((permission) => (
                <tr key={permission}>
                  <th scope="row" title={permission}>
                    {verbOf(permission, word)}
                  </th>
                  {column && <td data-edited>{column.cell(permission)}</td>}
                  {roles.map((role) => (
                    <td key={role.id} data-chosen={role === chosen}>
                      <Held by={role.all.get(permission)} role={role} calledBy={calledBy} />
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface HeadProps {
  readonly role: Role;
  readonly chosen: boolean;
  readonly onChoose: Props['onChoose'];
}

function RoleHead({ role, chosen, onChoose }: HeadProps) {
  return (
    <th scope="col" data-standard={role.standard} data-chosen={chosen} title={role.name}>
      {onChoose ? (
        <button type="button" aria-pressed={chosen} onClick={() => onChoose(role)}>
          <span>{role.name}</span>
        </button>
      ) : (
        <span>{role.name}</span>
      )}
    </th>
  );
}

interface HeldProps {
  readonly by: string | undefined;
  readonly role: Role;
  readonly calledBy: ReadonlyMap<string, string>;
}

/** Held by the role itself, or by one that it includes. */
function Held({ by, role, calledBy }: HeldProps) {
  const { t } = useText();
  if (by === undefined) return null;
  if (by === role.id) return <IconCheck size={16} stroke={2.4} aria-label={t('roles.held')} role="img" />;
  const text = t('roles.heldBy', { role: calledBy.get(by) ?? by });
  return (
    <span title={text}>
      <IconLink size={15} stroke={1.6} aria-label={text} role="img" />
    </span>
  );
}

/** What of a permission comes after what it is about. */
function verbOf(permission: string, word: (name: string) => string): string {
  const at = permission.indexOf('.');
  return at < 0 ? word(permission) : word(permission.slice(at + 1));
}
