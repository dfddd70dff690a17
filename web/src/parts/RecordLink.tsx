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

/** A person, by the name that came with what is shown, or as far as one may see people. */
export function Person({ id, names }: { id: string; names?: Readonly<Record<string, string>> }) {
  if (id === '') return null;
  return (
    <RecordLink table="user" id={id}>
      {names?.[id]}
    </RecordLink>
  );
}
