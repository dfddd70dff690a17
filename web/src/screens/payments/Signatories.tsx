import { useState } from 'react';
import { type Row, useTable } from '@/api/declared';
import { useSome } from '@/api/list';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { filterText } from '@/format/filter';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './AccountScreen.module.css';
import { useOfCustomer, usePeople } from './customer';
import { NewRow } from './NewRow';
import { Signatory } from './Signatory';

/** So many people sign for one account at most. */
const most = 500;

/**
 * Who signs for the account, with job and points, the most points first. A
 * customer that uses no jobs sees no column of them.
 */
export function Signatories({ account }: { account: Row }) {
  const { t, word } = useText();
  const mayView = useTable('account_signatory')?.may.view === true;
  const customer = String(account.customer);
  const filter = [filterText({ column: 'account', op: '=', value: account.id })];
  const list = useSome('account_signatory', { filter, sort: '-points' }, most, mayView);
  const people = usePeople(customer).data ?? [];
  const jobs = useOfCustomer('job', customer, 'name').data ?? [];
  const held = useOfCustomer('user_job', customer, 'id').data ?? [];
  const usesJobs = jobs.length > 0 || people.some((one) => one.lacks_job);
  const [doing, setDoing] = useState<Doing>();
  const owner = { ...account, id: customer };
  if (!mayView) return null;
  return (
    <Section
      title={t('cust.signatories')}
      aside={
        <NewRow
          table="account_signatory"
          customer={owner}
          text={t('cust.signatory.new')}
          columns={['user', 'points']}
          fixed={{ account: account.id }}
          onOpen={setDoing}
        />
      }
    >
      {list.isError && <ProblemNote error={list.error} onRetry={list.refetch} />}
      {list.isPending && <Loading lines={4} />}
      {list.data?.items.length === 0 && (
        <Empty title={t('cust.signatories.none')}>{t('cust.signatories.none.what')}</Empty>
      )}
      {list.data && list.data.items.length > 0 && (
        <table className={classes.signatories}>
          <thead>
            <tr>
              <th scope="col">{t('cust.person')}</th>
              {usesJobs && <th scope="col">{word('job')}</th>}
              <th scope="col" className={classes.figure}>
                {t('cust.points')}
              </th>
              <th scope="col" className={classes.menu}>
                <span className={classes.unseen}>{t('cust.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {list.data.items.map((row) => (
              <Signatory
                key={row.id}
                row={row}
                person={people.find((one) => one.user === row.user)}
                usesJobs={usesJobs}
                job={jobs.find((job) => held.some((one) => one.user === row.user && one.job === job.id))}
                onOpen={setDoing}
              />
            ))}
          </tbody>
        </table>
      )}
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </Section>
  );
}
