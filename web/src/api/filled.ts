/** T with every list that may be null as one that is there. */
export type Filled<T> = T extends null
  ? never
  : T extends readonly (infer U)[]
    ? Filled<U>[]
    : T extends object
      ? { [K in keyof T]: Filled<T[K]> }
      : T;

/**
 * The API has no nulls but lists in which nothing was put; a screen reads such
 * a list as an empty one.
 */
export function filled<T>(value: T): Filled<T> {
  return fill(value) as Filled<T>;
}

function fill(value: unknown): unknown {
  if (value === null) return [];
  if (Array.isArray(value)) return value.map(fill);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, fill(part)]));
}
