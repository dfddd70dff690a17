import { useParams } from '@tanstack/react-router';
import { type Row, useTable } from '@/api/declared';
import { useHolds } from '@/api/me';
import { useRecord } from '@/api/record';
import { WriteForm } from '@/form/WriteForm';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { Delete, Do } from '@/screens/table/CommandScreen';
import record from '@/screens/table/RecordScreen.module.css';
import { useText } from '@/text/text';
import { KeepField } from './KeepField';

/** A command on a user. What stays is chosen by name, and a link is shown once. */
export default function DoScreen() {
  const { id, command } = useParams({ from: '/user/$id/do/$command' });
  const table = useTable('user');
  const user = useRecord('user', id);
  if (!table) return <Refused table="user" action={command} />;
  if (user.isError) return <ProblemNote level="h1" error={user.error} onRetry={user.refetch} />;
  if (!user.data) return <Loading lines={6} />;
  if (command === 'delete') return <Delete table={table} row={user.data} />;
  if (command === 'invite') return <Invite user={user.data} />;
  return <Do table={table} row={user.data} verb={command} fields={{ keep: KeepField }} />;
}

function Invite({ user }: { user: Row }) {
  const { t } = useText();
  const may = useHolds()('user.invite');
  if (!may) return <Refused table="user" action="invite" />;
  const path = `/api/v1/directory/user/${encodeURIComponent(user.id)}/invite`;
  return (
    <div className={record.form}>
      <ScreenHead title={`${t('people.invite')}: ${String(user.name)}`} about={t('people.invite.what')} />
      <WriteForm columns={[]} initial={{}} writeOf={() => ({ method: 'POST', path, body: {} })} />
    </div>
  );
}
