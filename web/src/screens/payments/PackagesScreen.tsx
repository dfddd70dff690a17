import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
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
import { PackageRow } from './PackageRow';
import classes from './PackagesScreen.module.css';
import { isView, ofView, shownAs, views } from './views';

/** All packages that one may see, by where they stand. */
export default function PackagesScreen() {
  const table = useTable('package');
  return table?.may.view ? <Packages table={table} /> : <Refused table="package" />;
}

function Packages({ table }: { table: Table }) {
  const { t, plural } = useText();
  const { search, set, columns } = useTableSearch(table);
  const filter = search.filter ?? [];
  const wanted = { filter, sort: search.sort || '-submitted_at' };
  const list = useList('package', wanted);
  const mayCreate = table.commands.some((command) => command.makes && command.may);
  return (
    <div className={listed.screen}>
      <ScreenHead title={plural('package')} about={t('pay.packages.what')} actions={<Ways create={mayCreate} />} />
      <div className={listed.tools}>
        <SegmentedControl
          aria-label={t('pay.show')}
          className={classes.views}
          value={shownAs(filter) ?? ''}
          onChange={(view) => isView(view) && set({ filter: ofView(view, filter) })}
          data={views.map((view) => ({ value: view, label: t(`pay.show.${view}`) }))}
        />
        <FilterLine table={table} filter={filter} onChange={(next) => set({ filter: next })} />
        <ExportButton table="package" columns={columns} wanted={wanted} />
      </div>
      {list.isError && <ProblemNote error={list.error} onRetry={list.refetch} />}
      {list.isPending && <Loading lines={8} />}
      {list.isSuccess && list.rows.length === 0 && (
        <Empty title={t('pay.packages.none')}>
          {t(filter.length > 0 ? 'table.none.filtered' : mayCreate ? 'pay.packages.first' : 'table.none.others')}
        </Empty>
      )}
      {list.rows.length > 0 && (
        <ul className={listed.list} aria-label={plural('package')}>
          {list.rows.map((row) => (
            <PackageRow key={row.id} row={row} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t('pay.more')}
        </Button>
      )}
    </div>
  );
}

/** The ways to a package, and to what the bank says of them. */
function Ways({ create }: { create: boolean }) {
  const { t } = useText();
  const makes = (table: Table | undefined, name: string) =>
    table?.commands.some((command) => command.name === name && command.may) === true;
  const brings = makes(useTable('package'), 'package.import');
  const takes = makes(useTable('bank_report'), 'bank_report.take');
  return (
    <>
      {create && <NewPackage />}
      {brings && (
        <Button component={Link} to="/package/import" variant="default">
          {t('pay.import')}
        </Button>
      )}
      {takes && (
        <Button component={Link} to="/new/bank_report" variant="default">
          {t('pay.report')}
        </Button>
      )}
    </>
  );
}

function NewPackage() {
  const { t } = useText();
  return (
    <Button component={Link} to="/new/package" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('pay.packages.new')}
    </Button>
  );
}
