import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Row, type Table, titleOf, useTable } from './declared';
import { fetchPage } from './list';
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
    queryFn: async ({ signal }): Promise<Names> => {
      if (!table) return { byId: new Map(), complete: true };
      const page = await fetchPage(table.name, {}, small, '', signal);
      return {
        byId: new Map(page.items.map((row: Row) => [row.id, titleOf(table, row)])),
        complete: page.next === undefined,
      };
    },
    staleTime: 5 * 60_000,
    retry: false,
  });
}

/**
 * What people call a record: its id until that is known, and for who may not
 * view it. A grid full of references costs one request for each table.
 */
export function useTitle(name: string, id: string, enabled: boolean): string {
  const table = useTable(name);
  const wanted = enabled && id !== '' && table?.may.view === true;
  const names = useQuery({ ...namesQuery(table), enabled: wanted });
  const found = names.data?.byId.get(id);
  const alone = wanted && names.data !== undefined && found === undefined && !names.data.complete;
  const row = useQuery({ ...recordQuery(name, id), enabled: alone, retry: false }).data;
  return found ?? (row ? titleOf(table, row) : id);
}

/** The names of a table for pickers; complete says whether these are all. */
export function useNames(name: string, enabled: boolean) {
  const table = useTable(name);
  return useQuery({ ...namesQuery(table), enabled: enabled && table?.may.view === true });
}
