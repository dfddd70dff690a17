import { type Column, type Json, type Row, useTable } from '@/api/declared';
import { amountOf } from '@/format/csv';
import { isEmpty } from '@/format/difference';
import { formatDecimal } from '@/format/money';
import { formatDay, formatMoment } from '@/format/time';
import { useText } from '@/text/text';
import { Money } from './Money';
import { RecordLink } from './RecordLink';
import { Status } from './Status';
import { stateColumns } from './statuses';
import classes from './Value.module.css';

/** What the log tells of an amount that its reader may not be told. */
const withheld = 'withheld';

/** Types whose values could be that word themselves. */
const wordy: ReadonlySet<Column['type']> = new Set<Column['type']>(['text', 'list']);

interface Props {
  readonly column: Column;
  readonly value: Json | undefined;
  /** Where it stands: beside a subject stands the table that the subject is of. */
  readonly row?: Row;
}

/** One value of a record, as its column declares it. */
export function Value({ column, value, row }: Props) {
  const { t, locale } = useText();
  if (value === undefined || value === null || isEmpty(value)) return <span className={classes.empty}>–</span>;
  if (column.masked) return <span className={classes.empty}>{t('table.masked')}</span>;
  if (value === withheld && !wordy.has(column.type))
    return <span className={classes.empty}>{t('table.withheld')}</span>;
  switch (column.type) {
    case 'money': {
      const amount = amountOf(value);
      return amount ? <Money amount={amount} /> : <Plain value={value} />;
    }
    case 'time':
      return <time dateTime={String(value)}>{formatMoment(String(value), locale)}</time>;
    case 'boolean':
      return t(value === true ? 'table.yes' : 'table.no');
    case 'integer':
    case 'decimal':
      return formatDecimal(String(value), locale);
    case 'list':
      return <List values={Array.isArray(value) ? value : [value]} table={column.ref} />;
    case 'document':
      return <Structured value={value} />;
    case 'date':
      return formatDay(String(value), locale);
    case 'currency':
      return <span className={classes.currency}>{String(value).toLowerCase()}</span>;
    case 'text':
      return <Words column={column} text={String(value)} table={row?.[`${column.name}_table`]} />;
  }
}

/** Cells with their names read as such; anything else as it is kept. */
function Structured({ value }: { value: Json }) {
  const cells = Array.isArray(value) ? value.map(cellOf) : textsOf(value);
  if (cells.some((cell) => cell === undefined))
    return <pre className={classes.document}>{JSON.stringify(value, null, 1)}</pre>;
  return (
    <ul className={classes.cells}>
      {cells.map(
        (cell) =>
          cell && (
            <li key={cell.name}>
              <span className={classes.empty}>{cell.name}</span> {cell.value || '–'}
            </li>
          ),
      )}
    </ul>
  );
}

/** An object that holds texts alone, as cells. */
function textsOf(value: Json): readonly ({ name: string; value: string } | undefined)[] {
  if (typeof value !== 'object' || value === null) return [undefined];
  return Object.entries(value).map(([name, text]) => (typeof text === 'string' ? { name, value: text } : undefined));
}

function cellOf(value: Json): { name: string; value: string } | undefined {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('value' in value)) return undefined;
  if (Object.keys(value).length !== 2) return undefined;
  return { name: String(value.name), value: String(value.value) };
}

function Words({ column, text, table }: { column: Column; text: string; table: Json | undefined }) {
  const { word } = useText();
  const referred = useReferred(column);
  const ref = typeof table === 'string' ? table : referred;
  if (ref) return <RecordLink table={ref} id={text} />;
  if (stateColumns.has(column.name)) return <Status state={text} />;
  if (column.enum) return word(text);
  return <span className={classes.text}>{text}</span>;
}

/** The table that a column refers to: the declared one, or the one that it is called after. */
function useReferred({ name, ref, type }: Column): string | undefined {
  const own = useTable(name)?.name;
  return ref ?? (type === 'text' ? own : undefined);
}

function List({ values, table }: { values: readonly Json[]; table: string | undefined }) {
  return (
    <span className={classes.list} data-list>
      {values.map((value) => (
        <span key={String(value)}>
          {table ? <RecordLink table={table} id={String(value)} /> : <Plain value={value} />}
        </span>
      ))}
    </span>
  );
}

function Plain({ value }: { value: Json }) {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
