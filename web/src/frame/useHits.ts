import { useQuery } from '@tanstack/react-query';
import { useTables } from '@/api/declared';
import { api, dataOf } from '@/api/http';
import { useText } from '@/text/text';

/** One thing that was found, and where it is. */
export interface Hit {
  readonly to: string;
  readonly name: string;
  readonly kind: string;
}

export interface Hits {
  readonly hits: readonly Hit[];
  readonly busy: boolean;
  readonly failed: boolean;
  /** Of some table only the newest records were looked at, or more were found than are told. */
  readonly partly: boolean;
}

/** So many records of one table are offered. */
const perTable = 4;
/** Fewer letters find too much to be of use. */
export const leastLetters = 2;

/** Places whose name holds the words, and records of every table by id, key and title. */
export function useHits(words: string): Hits {
  const { t, word, plural } = useText();
  const tables = useTables().filter((table) => table.may.view);
  const asked = words.length >= leastLetters;
  const found = useQuery({
    queryKey: ['search', words],
    queryFn: async ({ signal }) =>
      dataOf(await api.GET('/api/v1/search', { params: { query: { q: words, limit: perTable } }, signal })).groups,
    enabled: asked,
    retry: false,
  });
  if (!asked) return { hits: [], busy: false, failed: false, partly: false };

  const lower = words.toLowerCase();
  const groups = found.data ?? [];
  const places = tables
    .map((table) => ({ to: `/${table.name}`, name: plural(table.name), kind: t('search.places') }))
    .filter((place) => place.name.toLowerCase().includes(lower));
  const records = groups.flatMap((group) =>
    group.items.map((hit) => ({
      to: `/${group.table}/${encodeURIComponent(hit.id)}`,
      name: hit.title,
      kind: word(group.table),
    })),
  );
  return {
    hits: [...places, ...records],
    busy: found.isLoading,
    failed: found.isError,
    partly: groups.some((group) => group.more || group.part),
  };
}
