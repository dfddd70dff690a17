import type { Column, Json, Row } from '@/api/declared';
import type { Draft } from '@/form/draft';
import { bodyOf } from '@/form/draft';

export const kinds = ['text', 'integer', 'decimal', 'date', 'boolean'] as const;

/** One column of a reference table, as its record says it. */
export interface RefColumn {
  readonly name: string;
  readonly kind: string;
  readonly key?: boolean;
  readonly optional?: boolean;
  readonly doc?: string;
}

export function columnsOf(value: Json | undefined): readonly RefColumn[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one) =>
    typeof one === 'object' && one !== null && 'name' in one ? [one as unknown as RefColumn] : [],
  );
}

export function valuesOf(row: Row): Readonly<Record<string, string>> {
  const { values } = row;
  return typeof values === 'object' && values !== null ? (values as Readonly<Record<string, string>>) : {};
}

const day = '^\\d{4}-\\d{2}-\\d{2}$';

/** The fields of a row's form; refusals name a value as values.<column>. */
export function fieldsOf(columns: readonly RefColumn[]): readonly Column[] {
  return columns.map(({ name, kind, optional, doc }) => ({
    name: `values.${name}`,
    label: name,
    doc: doc ?? (kind === 'date' ? 'YYYY-MM-DD' : ''),
    type: kind === 'integer' || kind === 'decimal' ? kind : 'text',
    required: optional !== true,
    readonly: false,
    masked: false,
    filter: [],
    sort: false,
    ...(kind === 'date' && { pattern: day }),
  }));
}

/** A row as the form begins with it. */
export function initialOf(row: Row): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(valuesOf(row)).map(([name, text]) => [`values.${name}`, text]));
}

/** What the form says, as the API takes it: texts by column, without those that are empty. */
export function sentOf(fields: readonly Column[], draft: Draft, locale: string): Readonly<Record<string, string>> {
  const texts = Object.entries(bodyOf(fields, draft, locale)).map(
    ([name, value]) => [name.replace(/^values\./, ''), String(value)] as const,
  );
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}
