import { IconPlus } from '@tabler/icons-react';
import { useTable } from '@/api/declared';
import { useAll } from '@/api/list';
import { Door } from '@/parts/Door';
import listed from '@/parts/Listed.module.css';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { usePermissions } from '@/screens/access/answers';
import { useShown } from '@/screens/access/useShown';
import { useText } from '@/text/text';
import { Editor } from './Editor';
import { Matrix } from './Matrix';
import { names, ofRole } from './matching';
import { type Role, rolesOf } from './matrix';
import { RolePanel } from './RolePanel';
import { Tools } from './Tools';
import { useRowsShown } from './useRowsShown';

/** All roles beside all permissions; roles of one's own are changed here. */
export default function RolesScreen() {
  const { t } = useText();
  const table = useTable('role');
  if (!table?.may.view) return <Refused table="role" />;
  return (
    <div className={listed.screen}>
      <ScreenHead
        title={t('roles.title')}
        about={t('roles.about')}
        actions={
          table.may.insert && (
            <Door first to="/roles" search={{ edit: 'new' }} icon={<IconPlus size={16} aria-hidden />}>
              {t('roles.new')}
            </Door>
          )
        }
      />
      <Roles />
    </div>
  );
}

function Roles() {
  const rows = useAll('role', { sort: 'name' });
  const permissions = usePermissions();
  if (rows.isError) return <ProblemNote error={rows.error} onRetry={rows.refetch} />;
  if (permissions.isError) return <ProblemNote error={permissions.error} onRetry={permissions.refetch} />;
  if (!rows.data || !permissions.data) return <Loading lines={8} />;
  return <Board roles={rolesOf(rows.data)} {...permissions.data} />;
}

interface BoardProps {
  readonly roles: readonly Role[];
  readonly items: readonly string[];
  readonly areas: Readonly<Record<string, string>>;
}

function Board({ roles, items, areas }: BoardProps) {
  const { shown, show } = useShown(names);
  const { groups, areaNames, area } = useRowsShown(items, areas, shown);
  const edited = shown.edit === 'new' ? fresh : roles.find(({ id, standard }) => id === shown.edit && !standard);
  const chosen = roles.find(({ id }) => id === shown.role);
  const listed = roles.filter((role) => ofRole(role, groups, shown) && role !== edited);
  const tools = (
    <Tools shown={{ ...shown, area }} show={show} areas={areaNames} roles={listed.length} of={roles.length} />
  );
  if (edited)
    return (
      <Editor key={edited.id} role={edited} roles={roles}>
        {(column) => (
          <>
            {tools}
            <Matrix groups={groups} roles={listed} column={column} onChoose={undefined} chosen={undefined} />
          </>
        )}
      </Editor>
    );
  return (
    <>
      {tools}
      {chosen && <RolePanel role={chosen} roles={roles} onClose={() => show({ role: '' })} />}
      <Matrix groups={groups} roles={listed} chosen={chosen} onChoose={({ id }) => show({ role: id })} />
    </>
  );
}

/** A role that is not there yet. */
const fresh: Role = {
  id: '',
  version: 0,
  name: '',
  standard: false,
  own: new Set(),
  includes: [],
  all: new Map(),
};
