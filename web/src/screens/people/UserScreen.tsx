import { IconMail } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { type Row, type Table, useTable } from '@/api/declared';
import { useRecord } from '@/api/record';
import { Door } from '@/parts/Door';
import { ProblemNote, Refused } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { ScreenHead, Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { Status } from '@/parts/Status';
import { Fields } from '@/screens/table/Fields';
import { History } from '@/screens/table/History';
import { Offers } from '@/screens/table/Offers';
import { PendingChange } from '@/screens/table/PendingChange';
import record from '@/screens/table/RecordScreen.module.css';
import { Related } from '@/screens/table/Related';
import { useText } from '@/text/text';
import { Beside } from './Beside';
import { Holdings } from './Holdings';
import { useInvites, verbsFor } from './lists';
import { WaitingOf } from './WaitingOf';

/** A user: who it is, what they hold and by whom, what waits, and what can be done. */
export default function UserScreen() {
  const { id } = useParams({ from: '/user/$id' });
  const table = useTable('user');
  const user = useRecord('user', id);
  if (!table?.may.view) return <Refused table="user" />;
  if (user.isError) return <ProblemNote level="h1" error={user.error} onRetry={user.refetch} />;
  if (!user.data) return <Loading lines={6} />;
  return <User table={table} user={user.data} />;
}

function User({ table, user }: { table: Table; user: Row }) {
  const { t, word } = useText();
  const invites = useInvites(user);
  return (
    <div className={record.screen}>
      <ScreenHead
        title={String(user.name)}
        about={
          <>
            <span>{user.job_title ? String(user.job_title) : word(String(user.kind))}</span>
            <Status state={String(user.status)} />
            {user.unit && <RecordLink table="unit" id={String(user.unit)} />}
            <span>{String(user.email)}</span>
          </>
        }
        actions={
          <>
            {invites && (
              <Door
                to={`/user/${encodeURIComponent(user.id)}/do/invite`}
                icon={<IconMail size={15} aria-hidden />}
                title={t('people.invite.what')}
              >
                {t(user.status === 'invited' ? 'people.invite' : 'people.invite.again')}
              </Door>
            )}
            <Offers table={table} row={user} only={verbsFor(user)} />
          </>
        }
      />
      {typeof user.pending_change === 'string' && <PendingChange id={user.pending_change} />}
      <div className={record.halves}>
        <div className={record.aside}>
          <Holdings user={user} />
          <WaitingOf user={user} />
          <Section title={t('table.fields')}>
            <Fields table={table} row={user} />
          </Section>
        </div>
        <div className={record.aside}>
          <Beside user={user} />
          <Related table={table} id={user.id} />
          <History table="user" id={user.id} />
        </div>
      </div>
    </div>
  );
}
