import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTable } from '@/api/declared';
import { useTitle } from '@/api/titles';

/** The way to a record, by its name; plain text for who may not enter its table. */
export function RecordLink({ table, id, children }: { table: string; id: string; children?: ReactNode }) {
  const declared = useTable(table);
  const title = useTitle(table, id, declared?.may.view === true && children === undefined);
  const name = children ?? title;
  if (!declared?.may.view) return <span>{name}</span>;
  return (
    <Link to="/$table/$id" params={{ table, id }} title={id}>
      {name}
    </Link>
  );
}

/** A record by its name, where a link would stand in a link or lead nowhere. */
export function RecordName({ table, id }: { table: string; id: string }) {
  return <span>{useTitle(table, id, true)}</span>;
}

/** A row that is not there yet, or no more, by what would name it. */
export function RowName({ table, row }: { table: string; row: Readonly<Record<string, unknown>> }) {
  const declared = useTable(table);
  const parts = (declared?.title_columns ?? []).flatMap((name) => {
    const value = row[name];
    if (typeof value !== 'string' || value === '') return [];
    const ref = declared?.columns.find((column) => column.name === name)?.ref;
    return [ref ? <RecordName key={name} table={ref} id={value} /> : <span key={name}>{value}</span>];
  });
  if (parts.length === 0) return <code>{String(row.id ?? '')}</code>;
  return parts.flatMap((part, n) => (n === 0 ? [part] : [' · ', part]));
}

/** A person, by the name that came with what is shown, or as far as one may see people. */
export function Person({ id, names }: { id: string; names?: Readonly<Record<string, string>> }) {
  if (id === '') return null;
  return (
    <RecordLink table="user" id={id}>
      {names?.[id]}
    </RecordLink>
  );
}
