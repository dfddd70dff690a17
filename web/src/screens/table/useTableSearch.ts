import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Column, Table } from '@/api/declared';

/** At most so many columns are shown until somebody chooses. */
const atFirst = 8;

/** What the address says of a grid: every view of it is a link one can send. */
export interface TableSearch {
  readonly filter?: readonly string[];
  readonly sort?: string;
  readonly columns?: string;
}

export function useTableSearch(table: Table) {
  const search: TableSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = (next: TableSearch) => void navigate({ to: '.', search: { ...search, ...next }, replace: true });
  return { search, set, columns: shownColumns(table, search.columns) };
}

/** The columns of the grid, in the declaration's order but for the title's, which come first. */
export function shownColumns(table: Table, chosen: string | undefined): readonly Column[] {
  const rank = (column: Column) => {
    const at = table.title_columns.indexOf(column.name);
    return at < 0 ? table.title_columns.length : at;
  };
  const all = [...table.columns].sort((a, b) => rank(a) - rank(b));
  if (chosen) {
    const names = new Set(chosen.split(','));
    return all.filter((column) => names.has(column.name));
  }
  return all.filter((column) => column.type !== 'document' && !column.masked).slice(0, atFirst);
}
