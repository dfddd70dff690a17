import { Link, useParams } from '@tanstack/react-router';
import { type Row, type Table, useTable } from '@/api/declared';
import { useRecord } from '@/api/record';
import { ProblemNote, Refused } from '@/parts/Problem';
import { Person, RecordLink } from '@/parts/RecordLink';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { Fields } from '@/screens/table/Fields';
import { History } from '@/screens/table/History';
import { Offers } from '@/screens/table/Offers';
import { PendingChange } from '@/screens/table/PendingChange';
import record from '@/screens/table/RecordScreen.module.css';
import { Related } from '@/screens/table/Related';
import { useText } from '@/text/text';
import { Gives } from './Gives';
import { GrantLine } from './GrantLine';
import { useNaming } from './lists';
import classes from './People.module.css';
import { Period } from './Period';

/** A group: who is in it and until when, which roles it holds, and what these give. */
export default function GroupScreen() {
  const { id } = useParams({ from: '/group/$id' });
  const table = useTable('group');
  const group = useRecord('group', id);
  if (!table?.may.view) return <Refused table="group" />;
  if (group.isError) return <ProblemNote level="h1" error={group.error} onRetry={group.refetch} />;
  if (!group.data) return <Loading lines={6} />;
  return <Group table={table} group={group.data} />;
}

function Group({ table, group }: { table: Table; group: Row }) {
  const { t, word } = useText();
  return (
    <div className={record.screen}>
      <ScreenHead
        title={String(group.name)}
        about={
          <>
            <span>{word('group')}</span>
            {group.unit && <RecordLink table="unit" id={String(group.unit)} />}
            {group.description && <span>{String(group.description)}</span>}
          </>
        }
        actions={<Offers table={table} row={group} />}
      />
      {typeof group.pending_change === 'string' && <PendingChange id={group.pending_change} />}
      <div className={record.halves}>
        <div className={record.aside}>
          <Members group={group} />
          <Roles group={group} />
          <Gives group={group} />
        </div>
        <div className={record.aside}>
          <Section title={t('table.fields')}>
            <Fields table={table} row={group} />
          </Section>
          <Related table={table} id={group.id} />
          <History table="group" id={group.id} />
        </div>
      </div>
    </div>
  );
}

function Members({ group }: { group: Row }) {
  const { t } = useText();
  const { may, rows, isPending } = useNaming('member', 'group', group.id);
  const adds = useTable('member')?.may.insert === true;
  if (!may) return null;
  return (
    <Section
      title={t('people.members')}
      aside={adds && <NewLink table="member" group={group} text={t('people.add')} />}
    >
      {isPending && <Loading lines={3} />}
      {!isPending && rows.length === 0 && (
        <Empty title={t('people.members.none')}>{t('people.members.none.what')}</Empty>
      )}
      <ul className={classes.lines} aria-label={t('people.members')}>
        {rows.map((member) => (
          <li key={member.id} className={classes.line}>
            <span className={classes.what}>
              <Person id={String(member.user)} />
            </span>
            <span className={classes.by}>
              <Period row={member} />
              <RecordLink table="member" id={member.id}>
                {t('access.membership')}
              </RecordLink>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Roles({ group }: { group: Row }) {
  const { t } = useText();
  const { may, rows, isPending } = useNaming('grant', 'group', group.id);
  const adds = useTable('grant')?.may.insert === true;
  if (!may) return null;
  return (
    <Section title={t('people.roles')} aside={adds && <NewLink table="grant" group={group} text={t('people.grant')} />}>
      {isPending && <Loading lines={2} />}
      {!isPending && rows.length === 0 && <Empty title={t('people.plain')}>{t('people.plain.what')}</Empty>}
      <ul className={classes.lines} aria-label={t('people.roles')}>
        {rows.map((grant) => (
          <GrantLine key={grant.id} grant={grant} />
        ))}
      </ul>
    </Section>
  );
}

function NewLink({ table, group, text }: { table: string; group: Row; text: string }) {
  return (
    <Link to="/new/$table" params={{ table }} search={{ group: group.id }}>
      {text}
    </Link>
  );
}
