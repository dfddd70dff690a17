import { Button } from '@mantine/core';
import { type Table, useTable } from '@/api/declared';
import { useList } from '@/api/list';
import listed from '@/parts/Listed.module.css';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { ExportButton } from '@/screens/table/ExportButton';
import { FilterLine } from '@/screens/table/FilterLine';
import { useTableSearch } from '@/screens/table/useTableSearch';
import { useText } from '@/text/text';
import { Channels } from './Channels';
import { DeliveryRow } from './DeliveryRow';

/** Every file that left or is to leave, with what proves it, and the ways out. */
export default function DeliveriesScreen() {
  const table = useTable('delivery');
  return table?.may.view ? <Deliveries table={table} /> : <Refused table="delivery" />;
}

function Deliveries({ table }: { table: Table }) {
  const { t, plural } = useText();
  const { search, set, columns } = useTableSearch(table);
  const filter = search.filter ?? [];
  const wanted = { filter, sort: search.sort || '-delivered_at' };
  const list = useList('delivery', wanted);
  return (
    <div className={listed.screen}>
      <ScreenHead title={plural('delivery')} about={t('deliver.what')} />
      <div className={listed.tools}>
        <FilterLine table={table} filter={filter} onChange={(next) => set({ filter: next })} />
        <ExportButton table="delivery" columns={columns} wanted={wanted} />
      </div>
      {list.isError && <ProblemNote error={list.error} onRetry={list.refetch} />}
      {list.isPending && <Loading lines={6} />}
      {list.isSuccess && list.rows.length === 0 && (
        <Empty title={t('deliver.none')}>{t(filter.length > 0 ? 'table.none.filtered' : 'deliver.none.what')}</Empty>
      )}
      {list.rows.length > 0 && (
        <ul className={listed.list} aria-label={plural('delivery')}>
          {list.rows.map((row) => (
            <DeliveryRow key={row.id} row={row} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t('pay.more')}
        </Button>
      )}
      <Channels />
    </div>
  );
}
