import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { isMade, type Row, type Table, useTable } from '@/api/declared';
import { useList } from '@/api/list';
import { formatDecimal } from '@/format/money';
import { useKey } from '@/frame/useKeys';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { ColumnChoice } from './ColumnChoice';
import { ExportButton } from './ExportButton';
import { FilterLine } from './FilterLine';
import { Grid } from './Grid';
import { KeptViews } from './KeptViews';
import classes from './TableScreen.module.css';
import { useTableSearch } from './useTableSearch';

/** The one page of every declared table. */
export default function TableScreen() {
  const { table: name } = useParams({ from: '/$table' });
  const table = useTable(name);
  return table?.may.view ? <Rows key={name} table={table} /> : <Refused table={name} />;
}

/** The rows of a table, with the filters and columns that the address says. */
export function Rows({ table }: { table: Table }) {
  const { t, plural, said, locale } = useText();
  const { search, set, columns } = useTableSearch(table);
  const list = useList(table.name, search);
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={plural(table.name)}
        about={said(table.doc)}
        actions={isMade(table) && <NewButton table={table.name} />}
      />
      <div className={classes.tools}>
        <FilterLine table={table} filter={search.filter ?? []} onChange={(filter) => set({ filter })} />
        <output className={classes.count}>
          {list.total !== undefined &&
            t(list.total === 1 ? 'table.rows.one' : 'table.rows', {
              n: formatDecimal(String(list.total), locale) + (list.beyond ? '+' : ''),
            })}
        </output>
        <ColumnChoice table={table} shown={columns} onChange={(names) => set({ columns: names.join(',') })} />
        <KeptViews table={table.name} search={search} />
        <ExportButton table={table.name} columns={columns} wanted={search} />
      </div>
      {list.isError && <ProblemNote error={list.error} onRetry={list.refetch} />}
      {list.isPending && <Loading lines={8} />}
      {list.isSuccess && list.rows.length === 0 && <None table={table} filtered={(search.filter ?? []).length > 0} />}
      {list.rows.length > 0 && (
        <Grid
          table={table}
          columns={columns}
          rows={list.rows}
          more={list.hasNextPage}
          onMore={list.fetchNextPage}
          sort={search.sort}
          onSort={(sort) => set({ sort: sort ?? '' })}
        />
      )}
    </div>
  );
}

function NewButton({ table }: { table: string }) {
  const { t } = useText();
  const navigate = useNavigate();
  useKey('n', () => void navigate({ to: '/new/$table', params: { table } }));
  return (
    <Button component={Link} to={`/new/${table}`} leftSection={<IconPlus size={16} aria-hidden />}>
      {t('table.new')}
    </Button>
  );
}

function None({ table, filtered }: { table: Table; filtered: boolean }) {
  const { t, said } = useText();
  if (filtered) return <Empty title={t('table.none.filtered')}>{t('table.filter.clear')}</Empty>;
  const lone = table.lone as Row | undefined;
  if (lone)
    return (
      <Empty title={t('table.unwritten')}>
        <Link to="/$table/$id" params={{ table: table.name, id: lone.id }}>
          {t('table.unwritten.see')}
        </Link>
      </Empty>
    );
  return (
    <Empty title={t('table.none')}>
      {said(table.doc)} {t(isMade(table) ? 'table.none.first' : 'table.none.others')}
    </Empty>
  );
}
