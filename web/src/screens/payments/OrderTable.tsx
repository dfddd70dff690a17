import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type Row, useTable } from '@/api/declared';
import { useList } from '@/api/list';
import { amountOf } from '@/format/csv';
import { filterText } from '@/format/filter';
import { formatDay } from '@/format/time';
import { Money } from '@/parts/Money';
import { ProblemNote } from '@/parts/Problem';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { OrderMarks } from './OrderMarks';
import classes from './Orders.module.css';
import type { Debited } from './standing';

/** The orders that one account pays, in the order of the file. */
export function OrderTable({ row, account }: { row: Row; account: Debited }) {
  const { t } = useText();
  const filter = [
    filterText({ column: 'package', op: '=', value: row.id }),
    filterText({ column: 'account', op: '=', value: account.account }),
    filterText({ column: 'removed', op: '=', value: 'false' }),
  ];
  const list = useList('order', { filter, sort: 'number' });
  const commands = useTable('order')?.commands.filter((command) => command.may) ?? [];
  const verbs = row.state === 'draft' ? commands.map(({ name }) => name.slice(name.indexOf('.') + 1)) : [];
  if (list.isError) return <ProblemNote error={list.error} onRetry={list.refetch} />;
  if (list.isPending) return <Loading lines={Math.min(8, account.orders)} />;
  return (
    <>
      <table className={classes.orders}>
        <thead>
          <tr>
            <th scope="col" className={classes.figure}>
              <span aria-hidden>#</span>
              <span className={classes.unseen}>{t('pay.orders')}</span>
            </th>
            <th scope="col">{t('pay.beneficiary')}</th>
            <th scope="col">{t('pay.remittance')}</th>
            <th scope="col">{t('pay.date')}</th>
            <th scope="col" className={classes.figure}>
              {t('pay.amount')}
            </th>
            {verbs.length > 0 && (
              <th scope="col">
                <span className={classes.unseen}>{t('pay.actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {list.rows.map((order) => (
            <Order key={order.id} order={order} verbs={verbs} />
          ))}
        </tbody>
      </table>
      {list.isSuccess && !list.hasNextPage && list.rows.length < account.orders && (
        <p className={classes.hidden}>{t('pay.orders.kept', { n: account.orders - list.rows.length })}</p>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" fullWidth loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t('pay.more')}
        </Button>
      )}
    </>
  );
}

function Order({ order, verbs }: { order: Row; verbs: readonly string[] }) {
  const { locale } = useText();
  const amount = amountOf(order.amount);
  const text = (column: string) => String(order[column] ?? '');
  return (
    <tr>
      <td className={classes.number}>
        <Link to="/$table/$id" params={{ table: 'order', id: order.id }}>
          {text('number')}
        </Link>
      </td>
      <td className={classes.creditor}>
        <span>{text('creditor_name')}</span>
        <span className={classes.iban}>
          {(text('creditor_iban') || text('creditor_number')).replace(/(.{4})(?=.)/g, '$1 ')}
        </span>
      </td>
      <td className={classes.remittance}>
        {text('remittance') || text('reference') || text('end_to_end_id')}
        <OrderMarks order={order} />
      </td>
      <td className={classes.date}>{formatDay(text('execution_date'), locale)}</td>
      <td className={classes.amount}>{amount && <Money amount={amount} />}</td>
      {verbs.length > 0 && (
        <td className={classes.verbs}>
          {verbs.map((verb) => (
            <OrderVerb key={verb} verb={verb} order={order} />
          ))}
        </td>
      )}
    </tr>
  );
}

function OrderVerb({ verb, order }: { verb: string; order: Row }) {
  const { t } = useText();
  const n = String(order.number);
  const removes = verb === 'remove';
  return (
    <ActionIcon
      component={Link}
      to={`/order/${encodeURIComponent(order.id)}/do/${verb}`}
      variant="subtle"
      color="gray"
      aria-label={t(removes ? 'pay.order.remove' : 'pay.order.change', { n })}
    >
      {removes ? <IconTrash size={15} aria-hidden /> : <IconPencil size={15} aria-hidden />}
    </ActionIcon>
  );
}
