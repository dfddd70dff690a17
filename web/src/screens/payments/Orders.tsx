import { type Row, useTable } from '@/api/declared';
import { Money } from '@/parts/Money';
import { Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Orders.module.css';
import { OrderTable } from './OrderTable';
import type { Debited, Standing } from './standing';

/** The orders of a package by the account that pays them, each account with its total. */
export function Orders({ row, standing }: { row: Row; standing: Standing | undefined }) {
  const { t } = useText();
  const mayView = useTable('order')?.may.view === true;
  const count = standing?.accounts.reduce((sum, account) => sum + account.orders, 0);
  return (
    <Section title={t('pay.orders')} aside={count !== undefined && <Count n={count} />}>
      {!standing && <Loading lines={6} />}
      {count === 0 && <Empty title={t('pay.orders.none')}>{t('pay.orders.none.what')}</Empty>}
      {!mayView && <p className={classes.hidden}>{t('pay.orders.hidden')}</p>}
      {standing?.accounts.map((account) => (
        <section key={account.account} className={classes.account} aria-label={account.name}>
          <AccountHead account={account} />
          {mayView && <OrderTable row={row} account={account} />}
        </section>
      ))}
    </Section>
  );
}

function Count({ n }: { n: number }) {
  const { t } = useText();
  return <span className={classes.quiet}>{n === 1 ? t('pay.orders.one') : t('pay.orders.n', { n })}</span>;
}

function AccountHead({ account }: { account: Debited }) {
  const { t } = useText();
  return (
    <header className={classes.head}>
      <span>
        <strong>{t('pay.from', { account: account.name })}</strong>{' '}
        <span className={classes.quiet}>{account.number.replace(/(.{4})(?=.)/g, '$1 ')}</span>
      </span>
      <span className={classes.sum}>
        <span className={classes.quiet}>
          {t('pay.total')}, <Count n={account.orders} />
        </span>{' '}
        <strong>
          <Money amount={account.total} />
        </strong>
      </span>
    </header>
  );
}
