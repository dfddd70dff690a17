import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api, dataOf } from './http';
import type { components } from './schema';

/** A value as JSON has it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A row of any declared table. */
export type Row = { readonly id: string; readonly version: number } & { readonly [column: string]: Json };

/** An amount as the API has it: decimal text, never a float. */
export interface Amount {
  readonly value: string;
  readonly currency: string;
}

/** One declared column, or one field of a command: what the form checks and the grid shows. */
export type Column = components['schemas']['ColumnInfo'] & {
  /** What people themselves called it, where its name is none that the program declares. */
  readonly label?: string;
};
export type ColumnType = Column['type'];

/** One command of a table; may says whether this person may give it on some record. */
export type Command = components['schemas']['CommandInfo'];

/** One declared table as this person may use it. */
export type Table = components['schemas']['TableInfo'];

export const declared = queryOptions({
  queryKey: ['declared'],
  queryFn: async ({ signal }) => dataOf(await api.GET('/api/v1/table', { signal })).items,
  staleTime: 10 * 60_000,
});

/** Every table this person may enter. The frame loads it before any screen. */
export function useTables(): readonly Table[] {
  return useSuspenseQuery(declared).data;
}

/** One table, or undefined when this person may not enter it (or it is none). */
export function useTable(name: string): Table | undefined {
  return useTables().find((table) => table.name === name);
}

/** What a record of a table is called, by id; undefined where that is not known. */
export type Called = (table: string, id: string) => string | undefined;

/** What people call the record: its title columns, or its id. */
export function titleOf(table: Table | undefined, row: Row, called: Called = () => undefined): string {
  const words = (table?.title_columns ?? [])
    .map((name) => {
      const value = row[name];
      const ref = table?.columns.find((column) => column.name === name)?.ref;
      return (ref && typeof value === 'string' && called(ref, value)) || value;
    })
    .map((value) => (Array.isArray(value) ? value.filter(Boolean).join(' ') : String(value ?? '')))
    .filter((value) => value !== '');
  return words.length > 0 ? words.join(' · ') : row.id;
}

/** The command that enters a new record, where the person may give one. */
export function makerOf(table: Table): Command | undefined {
  return table.commands.find((command) => command.makes && command.may);
}

/** Whether the person may enter a new record, by whatever way. */
export function isMade(table: Table): boolean {
  return table.may.insert || makerOf(table) !== undefined;
}
