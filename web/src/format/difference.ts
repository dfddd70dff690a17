import type { Json } from '@/api/declared';

export type Image = Readonly<Record<string, Json>>;

/** One field of a row before and after a change; undefined where the row was not. */
export interface FieldChange {
  readonly column: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** A row's fields, those that differ apart from those that do not. */
export interface Difference {
  readonly changed: readonly FieldChange[];
  readonly same: readonly FieldChange[];
}

/**
 * What differs between two images of a row. named are columns that the server
 * says differ although they look alike: secrets are masked in both.
 */
export function differenceOf(
  before: Image | undefined,
  after: Image | undefined,
  named: readonly string[] = [],
): Difference {
  const columns = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const changed: FieldChange[] = [];
  const same: FieldChange[] = [];
  for (const column of columns) {
    const field = { column, before: before?.[column], after: after?.[column] };
    const differs = named.includes(column) || !alike(field.before, field.after);
    // A whole new row would differ in its empty fields too; nobody needs to read them.
    const empty = (!before || !after) && isEmpty(field.before ?? field.after);
    (differs && !empty ? changed : same).push(field);
  }
  return { changed, same };
}

export function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function alike(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && alike(value, right.get(key)))
  );
}

/** A text cut into what two texts share at both ends and what differs between. */
export function markText(text: string, other: string): readonly [head: string, middle: string, tail: string] {
  const a = Array.from(text);
  const b = Array.from(other);
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return [a.slice(0, head).join(''), a.slice(head, a.length - tail).join(''), a.slice(a.length - tail).join('')];
}
