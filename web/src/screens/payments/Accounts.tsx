import { useState } from 'react';
import { type Row, useTable } from '@/api/declared';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { ProblemNote } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Accounts.module.css';
import { useOfCustomer, usePeople } from './customer';
import { NewRow } from './NewRow';

/** The customer's accounts, each with who signs for it and with how many points. */
export function Accounts({ customer }: { customer: Row }) {
  const { t } = useText();
  const mayView = useTable('account')?.may.view === true;
  const accounts = useOfCustomer('account', customer.id, 'name');
  const [doing, setDoing] = useState<Doing>();
  if (!mayView) return null;
  return (
    <Section
      title={t('cust.accounts')}
      aside={
        <NewRow
          table="account"
          customer={customer}
          text={t('cust.account.new')}
          columns={[
            'name',
            'iban',
            'number',
            'bic',
            'currency',
            'required_points',
            'cut_off',
            'zone',
            'dual_disposition',
          ]}
          onOpen={setDoing}
        />
      }
    >
      {accounts.isError && <ProblemNote error={accounts.error} onRetry={accounts.refetch} />}
      {accounts.isLoading && <Loading lines={3} />}
      {accounts.data?.length === 0 && <Empty title={t('cust.accounts.none')}>{t('cust.accounts.none.what')}</Empty>}
      <ul className={classes.accounts}>
        {accounts.data?.map((account) => (
          <Account key={account.id} account={account} customer={customer} />
        ))}
      </ul>
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </Section>
  );
}

function Account({ account, customer }: { account: Row; customer: Row }) {
  const { t } = useText();
  const signatories = useOfCustomer('account_signatory', customer.id, '-points').data ?? [];
  const people = usePeople(customer.id).data ?? [];
  const own = signatories.filter((row) => row.account === account.id);
  const name = (user: string) => people.find((person) => person.user === user)?.name || user;
  return (
    <li>
      <div className={classes.head}>
        <span>
          <strong>
            <RecordLink table="account" id={account.id}>
              {String(account.name)}
            </RecordLink>
          </strong>{' '}
          <span className={classes.number}>{numberOf(account)}</span>
        </span>
        <span>{t('cust.required', { n: String(account.required_points) })}</span>
      </div>
      <ul className={classes.points}>
        {own.map((row) => (
          <li key={row.id}>
            {name(String(row.user))} <strong>{String(row.points)}</strong>
          </li>
        ))}
        {own.length === 0 && <li className={classes.none}>{t('cust.signatories.none')}</li>}
      </ul>
    </li>
  );
}

/** The IBAN in groups of four, or the number, with the currency. */
export function numberOf(account: Row): string {
  const number = String(account.iban || account.number || '');
  return `${number.replace(/(.{4})(?=.)/g, '$1 ')} ${String(account.currency)}`;
}
