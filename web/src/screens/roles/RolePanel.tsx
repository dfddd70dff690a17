import { Button, CloseButton } from '@mantine/core';
import { IconCopy, IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTable } from '@/api/declared';
import { useAll } from '@/api/list';
import { useMay } from '@/api/record';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { bodyOf, draftOf } from '@/form/draft';
import { Door } from '@/parts/Door';
import { Person, RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import type { Role } from './matrix';
import classes from './Roles.module.css';

interface Props {
  readonly role: Role;
  readonly roles: readonly Role[];
  readonly onClose: () => void;
}

/** One role: what it is, who holds it, and what can be done with it. */
export function RolePanel({ role, roles, onClose }: Props) {
  const { t } = useText();
  return (
    <Section title={role.name} aside={<CloseButton aria-label={t('pay.close')} onClick={onClose} />}>
      <div className={classes.panel}>
        <p>
          {t(role.standard ? 'roles.standard' : 'roles.own')} {t('roles.holds', { n: role.all.size })}
        </p>
        {role.includes.length > 0 && (
          <p className={classes.names}>
            <span>{t('roles.includes')}</span>
            {role.includes.map((id) => (
              <span key={id}>{roles.find((one) => one.id === id)?.name ?? id}</span>
            ))}
          </p>
        )}
        <Holders role={role} />
        <Acts role={role} />
      </div>
    </Section>
  );
}

/** Whom the role is granted to, for who may see that. */
function Holders({ role }: { role: Role }) {
  const { t, word } = useText();
  const may = useTable('grant')?.may.view === true;
  const grants = useAll('grant', { filter: [`role=${role.id}`] }, may).data;
  if (!may || !grants) return null;
  const first = grants.slice(0, 12);
  return (
    <p className={classes.names}>
      <span>{grants.length === 0 ? t('roles.granted.none') : t('roles.granted')}</span>
      {first.map((grant) =>
        grant.group ? (
          <span key={grant.id}>
            {word('group')} <RecordLink table="group" id={String(grant.group)} />
          </span>
        ) : (
          <Person key={grant.id} id={String(grant.user)} />
        ),
      )}
      {grants.length > 0 && (
        <Link to="/$table" params={{ table: 'grant' }} search={{ filter: [`role=${role.id}`] }}>
          {t('roles.grants', { n: grants.length })}
        </Link>
      )}
    </p>
  );
}

function Acts({ role }: { role: Role }) {
  const { t, word, said, locale } = useText();
  const table = useTable('role');
  const [doing, setDoing] = useState<Doing>();
  const clone = table?.commands.find(({ name, may }) => name === 'role.clone' && may);
  const mayClone = useMay('role.clone', 'role', role.id, clone !== undefined);
  const mayUpdate = useMay('role.update', 'role', role.id, table?.may.update === true && !role.standard);
  const mayGrant = useTable('grant')?.may.insert === true;
  return (
    <p className={classes.acts}>
      {mayUpdate && (
        <Door to="/roles" search={{ edit: role.id }} icon={<IconPencil size={15} aria-hidden />}>
          {t('table.edit')}
        </Door>
      )}
      {clone && mayClone && (
        <Button
          variant="default"
          leftSection={<IconCopy size={15} aria-hidden />}
          onClick={() =>
            setDoing({
              title: `${word('clone')}: ${role.name}`,
              what: said(clone.doc),
              columns: clone.fields,
              initial: draftOf(clone.fields, { name: t('roles.copyOf', { role: role.name }) }, locale),
              writeOf: (draft) => ({
                method: 'POST',
                path: clone.path.replace('{id}', encodeURIComponent(role.id)),
                body: bodyOf(clone.fields, draft, locale),
              }),
            })
          }
        >
          {word('clone')}
        </Button>
      )}
      {mayGrant && (
        <Door to="/new/grant" search={{ role: role.id }}>
          {t('roles.grant')}
        </Door>
      )}
      <RecordLink table="role" id={role.id}>
        {t('roles.record')}
      </RecordLink>
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </p>
  );
}
