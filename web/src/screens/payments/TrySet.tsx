import { Checkbox, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Row, useTable } from '@/api/declared';
import { filled } from '@/api/filled';
import { api, dataOf } from '@/api/http';
import { ProblemNote } from '@/parts/Problem';
import { useText } from '@/text/text';
import { barredWords } from './barred';
import { Completions } from './Completions';
import { type Person, useOfCustomer } from './customer';
import type { Names } from './standing';
import classes from './TrySet.module.css';
import { VerdictBars } from './VerdictBars';

/** Any set of people: the server says what their signatures would come to, and nothing is signed. */
export function TrySet({ customer, people }: { customer: Row; people: readonly Person[] }) {
  const { t } = useText();
  const mayView = useTable('account')?.may.view === true;
  const accounts = useOfCustomer('account', customer.id, 'name').data ?? [];
  const [account, setAccount] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const on = account || accounts[0]?.id || '';
  if (!mayView || accounts.length === 0 || people.length === 0) return null;
  return (
    <div className={classes.try}>
      <h3>{t('cust.try')}</h3>
      <p className={classes.quiet}>{t('cust.try.what')}</p>
      <NativeSelect
        label={t('cust.try.account')}
        value={on}
        onChange={(event) => setAccount(event.currentTarget.value)}
        data={accounts.map((row) => ({ value: row.id, label: String(row.name) }))}
      />
      <Checkbox.Group value={[...chosen]} onChange={setChosen} label={t('cust.try.who')}>
        <div className={classes.people}>
          {people.map(({ user, name }) => (
            <Checkbox key={user} size="md" value={user} label={name || user} />
          ))}
        </div>
      </Checkbox.Group>
      <Verdict account={on} accounts={accounts} people={people} chosen={chosen} />
    </div>
  );
}

interface VerdictProps {
  readonly account: string;
  readonly accounts: readonly Row[];
  readonly people: readonly Person[];
  readonly chosen: readonly string[];
}

function Verdict({ account, accounts, people, chosen }: VerdictProps) {
  const text = useText();
  const { t } = text;
  const users = chosen.join(',');
  const trial = useQuery({
    queryKey: ['table', 'exclusion', 'list', 'trial', account, users],
    queryFn: async ({ signal }) =>
      filled(
        dataOf(
          await api.GET('/api/v1/account/{id}/verdict', {
            params: { path: { id: account }, query: { users } },
            signal,
          }),
        ),
      ),
    enabled: chosen.length > 0,
  });
  const named = new Map(people.map(({ user, name }) => [user, name || user]));
  const names: Names = {
    user: (id) => named.get(id) ?? id,
    account: (id) => String(accounts.find((row) => row.id === id)?.name ?? id),
  };
  const list = (ids: readonly string[]) => ids.map(names.user).join(', ');
  if (chosen.length === 0) return <p className={classes.quiet}>{t('cust.try.none')}</p>;
  if (trial.isError) return <ProblemNote error={trial.error} onRetry={trial.refetch} />;
  if (!trial.data) return null;
  const { verdict, without_job: without } = trial.data;
  const barred = trial.data.barred.filter(({ signed }) => signed);
  return (
    <div className={classes.verdict} aria-live="polite">
      <p>
        <strong>{t(verdict.accepted ? 'cust.try.yes' : 'cust.try.no')}</strong>
      </p>
      <VerdictBars verdict={verdict} names={names} />
      {verdict.clashes.map(({ first, second }) => (
        <p key={`${first.user}/${second.user}`}>
          {t('cust.try.clash', {
            a: names.user(first.user),
            jobA: first.job,
            b: names.user(second.user),
            jobB: second.job,
          })}
        </p>
      ))}
      {verdict.ignored.length > 0 && <p>{t('cust.try.ignored', { names: list(verdict.ignored) })}</p>}
      {verdict.no_right.length > 0 && <p>{t('cust.try.right', { names: list(verdict.no_right) })}</p>}
      {barred.length > 0 && (
        <p>
          {t('cust.try.barred', {
            names: barred.map((b) => `${names.user(b.user)} (${barredWords(text, b)})`).join(', '),
          })}
        </p>
      )}
      {without.length > 0 && <p>{t('cust.try.job', { names: list(without) })}</p>}
      {!verdict.accepted && <Completions standing={trial.data} names={names} />}
    </div>
  );
}
