import { useQueries } from '@tanstack/react-query';
import { type Table, titleOf, useTables } from '@/api/declared';
import { fetchPage } from '@/api/list';
import { filterText } from '@/format/filter';
import { useText } from '@/text/text';

/** One thing that was found, and where it is. */
export interface Hit {
  readonly to: string;
  readonly name: string;
  readonly kind: string;
}

/** So many records of one table are offered. */
const perTable = 4;

/** Places whose name holds the words, and records of every table by their title. */
export function useHits(words: string): { hits: readonly Hit[]; busy: boolean; failed: boolean } {
  const { t, word, plural } = useText();
  const tables = useTables().filter((table) => table.may.view);
  const searched = tables.flatMap((table) => searchable(table).map((column) => ({ table, column })));
  const found = useQueries({
    queries: searched.map(({ table, column }) => ({
      queryKey: ['table', table.name, 'list', 'search', column, words],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        fetchPage(table.name, { filter: [filterText({ column, op: '~', value: words })] }, perTable, '', signal),
      enabled: words !== '',
      retry: false,
    })),
  });
  if (words === '') return { hits: [], busy: false, failed: false };

  const hits = new Map<string, Hit>();
  const lower = words.toLowerCase();
  for (const table of tables) {
    const name = plural(table.name);
    if (name.toLowerCase().includes(lower))
      hits.set(`/${table.name}`, { to: `/${table.name}`, name, kind: t('search.places') });
  }
  for (const [i, { data }] of found.entries()) {
    const table = searched[i]?.table;
    for (const row of (table && data?.items) || []) {
      const to = `/${table?.name}/${encodeURIComponent(row.id)}`;
      hits.set(to, { to, name: titleOf(table, row), kind: word(table?.name ?? '') });
    }
  }
  return {
    hits: [...hits.values()],
    busy: found.some((query) => query.isLoading),
    failed: found.some((query) => query.isError),
  };
}

/** The title columns that can be asked for a part of a text. */
function searchable(table: Table): readonly string[] {
  const texts = new Set(table.columns.filter((column) => column.filter.includes('~')).map((column) => column.name));
  return table.title_columns.filter((name) => texts.has(name));
}
