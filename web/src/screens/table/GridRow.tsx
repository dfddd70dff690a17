import { Link } from '@tanstack/react-router';
import type { Column, Json, Row, Table } from '@/api/declared';
import { isEmpty } from '@/format/difference';
import { RecordName } from '@/parts/RecordLink';
import { Value } from '@/parts/Value';
import classes from './Grid.module.css';

interface Props {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly row: Row;
  readonly index: number;
  readonly current: boolean;
  readonly onEnter: (index: number) => void;
}

/** Whether the column's values are figures, and so stand at the right. */
export function isFigure({ type, ref }: Column): boolean {
  return !ref && (type === 'money' || type === 'integer' || type === 'decimal');
}

/** A text that may not fit into its cell, whole. */
function longOf(value: Json | undefined): string | undefined {
  const text = Array.isArray(value) ? value.join(', ') : value;
  return typeof text === 'string' && text.length > 30 ? text : undefined;
}

export function GridRow({ table, columns, row, index, current, onEnter }: Props) {
  return (
    <tr className={classes.row} aria-rowindex={index + 2} data-current={current} onFocus={() => onEnter(index)}>
      {columns.map((column, i) => (
        <td key={column.name} data-figure={isFigure(column)} title={longOf(row[column.name])}>
          {i === 0 ? (
            <Opener table={table} column={column} row={row} current={current} />
          ) : (
            <Value column={column} value={row[column.name]} row={row} />
          )}
        </td>
      ))}
    </tr>
  );
}

/** The first cell leads to the record, whatever column stands there. */
function Opener({ table, column, row, current }: { table: Table; column: Column; row: Row; current: boolean }) {
  const value = row[column.name];
  const plain = isEmpty(value)
    ? row.id
    : typeof value === 'string' && !column.enum && column.type === 'text'
      ? value
      : undefined;
  return (
    <Link to="/$table/$id" params={{ table: table.name, id: row.id }} tabIndex={current ? 0 : -1} data-opener>
      {column.ref && typeof value === 'string' && value !== '' ? (
        <RecordName table={column.ref} id={value} />
      ) : (
        (plain ?? <Value column={unlinked(column)} value={value} />)
      )}
    </Link>
  );
}

/** A reference inside the link would be a link in a link. */
function unlinked(column: Column): Column {
  const { ref: _, ...rest } = column;
  return rest;
}
