import type { Column, Json } from '@/api/declared';
import { amountOf } from '@/format/csv';
import { formatDecimal, parseDecimal } from '@/format/money';
import type { Key } from '@/text/catalogue';

/** What stands in one field: a text, a tick, or an amount's two texts. */
export type Entered = string | boolean | { readonly value: string; readonly currency: string };
export type Draft = Readonly<Record<string, Entered>>;

/** Why a field cannot be sent, as a text of the catalogue. */
export interface Fault {
  readonly key: Key;
  readonly values?: Readonly<Record<string, string | number>>;
}

type Image = Readonly<Record<string, Json | undefined>>;

/** A row as the form begins with it; secrets begin empty, for they are never shown. */
export function draftOf(columns: readonly Column[], row: Image, locale: string): Draft {
  return Object.fromEntries(columns.map((column) => [column.name, enteredOf(column, row[column.name], locale)]));
}

function enteredOf({ type, masked }: Column, value: Json | undefined, locale: string): Entered {
  if (type === 'boolean') return value === true;
  if (type === 'money') {
    const amount = amountOf(value);
    return amount
      ? { value: formatDecimal(amount.value, locale), currency: amount.currency }
      : { value: '', currency: '' };
  }
  if (masked || value === undefined || value === null) return '';
  if (type === 'list') return Array.isArray(value) ? value.join('\n') : String(value);
  if (type === 'document') return JSON.stringify(value, null, 2);
  return type === 'decimal' ? formatDecimal(String(value), locale) : String(value);
}

/** The fields as the API takes them. A secret left empty is left out, and so stays. */
export function bodyOf(columns: readonly Column[], draft: Draft, locale: string): Readonly<Record<string, Json>> {
  const body: Record<string, Json> = {};
  for (const column of columns) {
    const entered = draft[column.name];
    if (
      entered === undefined ||
      (entered === '' && (column.masked || (!column.required && column.type !== 'text' && column.type !== 'list')))
    )
      continue;
    body[column.name] = jsonOf(column, entered, locale);
  }
  return body;
}

function jsonOf({ type }: Column, entered: Entered, locale: string): Json {
  if (typeof entered === 'boolean') return entered;
  if (typeof entered === 'object')
    return {
      value: parseDecimal(entered.value, locale) ?? entered.value,
      currency: entered.currency.trim().toUpperCase(),
    };
  switch (type) {
    case 'integer':
      return Number(entered);
    case 'decimal':
      return parseDecimal(entered, locale) ?? entered;
    case 'list':
      return linesOf(entered);
    case 'document':
      return JSON.parse(entered) as Json;
    default:
      return entered.trim();
  }
}

/** What of the body differs from what was there: all that a PATCH needs to say. */
export function patchOf(
  columns: readonly Column[],
  draft: Draft,
  initial: Draft,
  locale: string,
): Readonly<Record<string, Json>> {
  const touched = columns.filter(({ name }) => JSON.stringify(draft[name]) !== JSON.stringify(initial[name]));
  return bodyOf(touched, draft, locale);
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

/** The declared checks that a draft fails, by column. The server asks them again, and more. */
export function faultsOf(columns: readonly Column[], draft: Draft, locale: string): Readonly<Record<string, Fault>> {
  const faults = columns.map((column) => [column.name, faultOf(column, draft[column.name], locale)] as const);
  return Object.fromEntries(faults.filter((entry): entry is [string, Fault] => entry[1] !== undefined));
}

function faultOf(column: Column, entered: Entered | undefined, locale: string): Fault | undefined {
  if (entered === undefined || typeof entered === 'boolean') return undefined;
  if (typeof entered === 'object') return moneyFault(column, entered, locale);
  if (entered.trim() === '') return column.required && !column.masked ? { key: 'field.required' } : undefined;
  switch (column.type) {
    case 'integer':
      return /^-?\d+$/.test(entered.trim()) ? rangeFault(column, Number(entered)) : { key: 'field.integer' };
    case 'decimal':
      return parseDecimal(entered, locale) === undefined ? { key: 'field.decimal' } : undefined;
    case 'time':
      return Number.isNaN(Date.parse(entered)) ? { key: 'field.time' } : undefined;
    case 'document':
      return isJSON(entered) ? undefined : { key: 'field.json' };
    case 'list':
      return undefined;
    default:
      return textFault(column, entered.trim());
  }
}

function moneyFault(column: Column, entered: { value: string; currency: string }, locale: string): Fault | undefined {
  if (entered.value.trim() === '' && entered.currency.trim() === '')
    return column.required ? { key: 'field.required' } : undefined;
  if (parseDecimal(entered.value, locale) === undefined) return { key: 'field.decimal' };
  return /^[A-Za-z]{3}$/.test(entered.currency.trim()) ? undefined : { key: 'field.currency' };
}

function rangeFault({ min }: Column, n: number): Fault | undefined {
  return min !== undefined && n < min ? { key: 'field.min', values: { n: min } } : undefined;
}

function textFault(
  { min_length: shortest = 0, max_length: longest, pattern }: Column,
  text: string,
): Fault | undefined {
  const length = Array.from(text).length;
  if (length < shortest) return { key: 'field.short', values: { n: shortest } };
  if (longest !== undefined && length > longest) return { key: 'field.length', values: { n: longest } };
  if (pattern && !new RegExp(pattern, 'u').test(text)) return { key: 'field.pattern', values: { pattern } };
  return undefined;
}

function isJSON(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
