import type { Column, Json } from '@/api/declared';

/** What an address says of a form's fields, as a row would have it: /new/grant?user=…&role=…. */
export function prefillOf(
  columns: readonly Column[],
  search: Readonly<Record<string, unknown>>,
): Readonly<Record<string, Json>> {
  const row: Record<string, Json> = {};
  for (const column of columns) {
    const text = search[column.name];
    // A secret is never taken from an address, which is kept in too many places.
    if (typeof text !== 'string' || text === '' || column.readonly || column.masked) continue;
    const value = givenOf(column, text);
    if (value !== undefined) row[column.name] = value;
  }
  return row;
}

function givenOf({ type, enum: choices }: Column, text: string): Json | undefined {
  if (choices && type === 'text') return choices.includes(text) ? text : undefined;
  switch (type) {
    case 'boolean':
      return text === 'true';
    case 'list':
      return text.split(',').filter(Boolean);
    case 'money': {
      const [value = '', currency = ''] = text.split(' ');
      return { value, currency };
    }
    case 'time':
      return Number.isNaN(Date.parse(text)) ? undefined : text;
    case 'document':
      return parsed(text);
    default:
      return text;
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
