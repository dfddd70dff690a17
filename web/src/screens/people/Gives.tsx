import { type Row, useTable } from '@/api/declared';
import { useAll } from '@/api/list';
import { grouped } from '@/format/grouped';
import { Section } from '@/parts/Section';
import { rolesOf } from '@/screens/roles/matrix';
import { useText } from '@/text/text';
import { useNaming } from './lists';
import classes from './People.module.css';

/** Everything that the group's roles give its members, by what it is about. */
export function Gives({ group }: { group: Row }) {
  const { t, word } = useText();
  const may = useTable('role')?.may.view === true;
  const grants = useNaming('grant', 'group', group.id).rows;
  const roles = useAll('role', { sort: 'name' }, may && grants.length > 0).data;
  if (!roles || grants.length === 0) return null;
  const held = new Set(grants.map(({ role }) => String(role)));
  const permissions = new Set(rolesOf(roles).flatMap(({ id, all }) => (held.has(id) ? [...all.keys()] : [])));
  const about = grouped([...permissions].sort(), (permission) => word(permission.split('.', 1)[0] ?? ''));
  return (
    <Section title={t('people.gives')} aside={<span>{t('access.permissions', { n: permissions.size })}</span>}>
      <dl className={classes.gives}>
        {[...about]
          .sort(([a], [b]) => a.localeCompare(b))
          .map(([name, list]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {list.map((permission) => word(permission.slice(permission.indexOf('.') + 1)).toLowerCase()).join(', ')}
              </dd>
            </div>
          ))}
      </dl>
    </Section>
  );
}
