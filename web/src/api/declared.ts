import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { ask } from './http';

/** A value as JSON has it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A row of any declared table. */
export type Row = { readonly id: string; readonly version: number } & { readonly [column: string]: Json };

/** An amount as the API has it: decimal text, never a float. */
export interface Amount {
  readonly value: string;
  readonly currency: string;
}

export type ColumnType = 'text' | 'integer' | 'boolean' | 'time' | 'decimal' | 'money' | 'list' | 'document';

/** One declared column: what the form checks and the grid shows. */
export interface Column {
  readonly name: string;
  readonly doc: string;
  readonly type: ColumnType;
  readonly enum?: readonly string[];
  readonly ref?: string;
  readonly required?: boolean;
  readonly readonly?: boolean;
  readonly masked?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly max_length?: number;
  readonly filter?: boolean;
  readonly sort?: boolean;
}

/** One command of a table; may says whether this person holds its permission anywhere. */
export interface Command {
  readonly name: string;
  readonly doc: string;
  readonly path: string;
  readonly may: boolean;
}

/** One declared table as this person may use it. */
export interface Table {
  readonly name: string;
  readonly doc: string;
  readonly area: string;
  readonly parent?: string;
  readonly parent_kind?: string;
  readonly columns: readonly Column[];
  readonly commands: readonly Command[];
  readonly may: {
    readonly view: boolean;
    readonly insert: boolean;
    readonly update: boolean;
    readonly delete: boolean;
  };
  readonly title_columns: readonly string[];
}

const declared = queryOptions({
  queryKey: ['declared'],
  queryFn: async ({ signal }) => (await ask<{ items: readonly Table[] }>('/api/v1/table', { signal })).data.items,
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

/** What people call the record: its title columns, or its id. */
export function titleOf(table: Table | undefined, row: Row): string {
  const words = (table?.title_columns ?? [])
    .map((column) => row[column])
    .filter((value) => typeof value === 'string' && value !== '');
  return words.length > 0 ? words.join(' · ') : row.id;
}
