import type { Json, Row, Table } from '@/api/declared';
import { pathOf } from '@/api/record';
import type { Doing } from '@/form/CommandDialog';
import { bodyOf, draftOf, patchOf } from '@/form/draft';

/** What a row of a customer has whatever else it holds. */
function base(customer: Row) {
  return { customer: customer.id, unit: customer.unit ?? '' };
}

type Fixed = Readonly<Record<string, Json>>;

/** Making a row of the customer: these columns are asked, the fixed ones are given. */
export function inserting(
  table: Table,
  customer: Row,
  title: string,
  names: readonly string[],
  fixed: Fixed,
  locale: string,
): Doing {
  const columns = table.columns.filter(({ name }) => names.includes(name));
  return {
    title,
    ...(columns.length > 0 && { columns, initial: draftOf(columns, {}, locale) }),
    writeOf: (draft) => ({
      method: 'POST',
      path: `/api/v1/${table.name}`,
      body: { ...base(customer), ...fixed, ...bodyOf(columns, draft, locale) },
    }),
  };
}

/** Changing some columns of a row that is there. */
export function updating(table: Table, row: Row, title: string, names: readonly string[], locale: string): Doing {
  const columns = table.columns.filter(({ name }) => names.includes(name));
  const initial = draftOf(columns, row, locale);
  return {
    title,
    columns,
    initial,
    writeOf: (draft) => ({ ...patching(table, row), body: patchOf(columns, draft, initial, locale) }),
  };
}

/** Changing columns to values that are known already. */
export function setting(table: Table, row: Row, title: string, values: Fixed): Doing {
  return { title, writeOf: () => ({ ...patching(table, row), body: values }) };
}

export function deleting(table: Table, row: Row, title: string): Doing {
  return { title, writeOf: () => ({ method: 'DELETE', path: pathOf(table.name, row.id), version: row.version }) };
}

function patching(table: Table, row: Row) {
  return { method: 'PATCH' as const, path: pathOf(table.name, row.id), version: row.version };
}
