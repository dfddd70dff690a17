import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { declared, type Row, type Table, titleOf, useTable } from './declared';
import { fetchPage, type Page } from './list';
import { useKnown } from './names';
import { recordQuery } from './record';

/** A table up to this many rows is read once for all its names. */
const small = 500;

interface Names {
  readonly byId: ReadonlyMap<string, string>;
  readonly complete: boolean;
}

function namesQuery(table: Table | undefined) {
  return queryOptions({
    queryKey: ['table', table?.name ?? '', 'list', 'names'],
    queryFn: async ({ signal, client }): Promise<Names> => {
      if (!table) return { byId: new Map(), complete: true };
      const page = await fetchPage(table.name, {}, small, '', signal);
      const called = await calledIn(table, page, client);
      return {
        byId: new Map(page.items.map((row: Row) => [row.id, titleOf(table, row, called)])),
        complete: page.next === undefined,
      };
    },
    staleTime: 5 * 60_000,
    retry: false,
  });
}

/** The tables that a row's title names, by id; those that are named by others themselves stay ids. */
export function refsOfTitle(table: Table): readonly string[] {
  return table.columns.flatMap(({ name, ref }) => (ref && table.title_columns.includes(name) ? [ref] : []));
}

/** What the records are called that the titles of a page name. */
async function calledIn(table: Table, page: Page, client: QueryClient) {
  const tables = client.getQueryData(declared.queryKey) ?? [];
  const names = new Map<string, ReadonlyMap<string, string>>();
  for (const ref of refsOfTitle(table)) {
    const other = tables.find(({ name }) => name === ref);
    if (!other?.may.view) names.set(ref, new Map(Object.entries(page.names?.[ref] ?? {})));
    else if (refsOfTitle(other).length === 0) {
      const known = await client.ensureQueryData(namesQuery(other)).catch(() => undefined);
      if (known) names.set(ref, known.byId);
    }
  }
  return (ref: string, id: string) => names.get(ref)?.get(id);
}

/**
 * What people call a record: its id until that is known, and for who may not
 * view it. A grid full of references costs one request for each table.
 */
export function useTitle(name: string, id: string, enabled: boolean): string {
  const table = useTable(name);
  const told = useKnown(name, id);
  const wanted = enabled && id !== '' && table?.may.view === true;
  const names = useQuery({ ...namesQuery(table), enabled: wanted });
  const found = names.data?.byId.get(id);
  const alone = wanted && names.data !== undefined && found === undefined && !names.data.complete;
  const row = useQuery({ ...recordQuery(name, id), enabled: alone, retry: false }).data;
  return found ?? (row ? titleOf(table, row) : (told ?? id));
}

/** What people call a row that is at hand. */
export function useRowTitle(table: Table | undefined, row: Row): string {
  const byOthers = table !== undefined && refsOfTitle(table).length > 0;
  const title = useTitle(table?.name ?? '', row.id, byOthers);
  return byOthers && title !== row.id ? title : titleOf(table, row);
}

/** The names of a table for pickers; complete says whether these are all. */
export function useNames(name: string, enabled: boolean) {
  const table = useTable(name);
  return useQuery({ ...namesQuery(table), enabled: enabled && table?.may.view === true });
}
