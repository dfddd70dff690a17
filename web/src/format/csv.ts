import type { Amount, Column, Json, Row } from '@/api/declared';

/**
 * Rows as CSV (RFC 4180): an amount takes two columns, times and numbers stay as
 * the API has them. A text that a spreadsheet would take for a formula gets an
 * apostrophe before it.
 */
export function csvOf(columns: readonly Column[], rows: readonly Row[]): string {
  const head = ['id', ...columns.flatMap((c) => (c.type === 'money' ? [c.name, `${c.name}_currency`] : [c.name]))];
  const lines = rows.map((row) => [
    text(row.id),
    ...columns.flatMap((column) => cells(column, row[column.name] ?? '')),
  ]);
  return [head, ...lines]
    .map((line) => line.map(quoted).join(','))
    .join('\r\n')
    .concat('\r\n');
}

function cells({ type }: Column, value: Json): string[] {
  switch (type) {
    case 'money': {
      const amount = amountOf(value);
      return amount ? [amount.value, amount.currency] : ['', ''];
    }
    case 'integer':
    case 'boolean':
    case 'decimal':
    case 'time':
      return [String(value)];
    case 'list':
      return [text(Array.isArray(value) ? value.join('; ') : String(value))];
    case 'text':
    case 'date':
    case 'currency':
      return [text(String(value))];
    case 'document':
      return [text(value === '' ? '' : JSON.stringify(value))];
  }
}

function text(value: string): string {
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The amount in a value, if it is one. */
export function amountOf(value: Json | undefined): Amount | undefined {
  if (typeof value !== 'object' || value === null || !('value' in value) || !('currency' in value)) return undefined;
  return typeof value.value === 'string' && typeof value.currency === 'string'
    ? { value: value.value, currency: value.currency }
    : undefined;
}
