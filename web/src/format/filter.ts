/** The comparisons of a list's filter; longer signs first, for parsing. */
export const operators = ['!=', '<=', '>=', '=', '<', '>', '~'] as const;
export type Operator = (typeof operators)[number];

/** One filter of a list: the API and the address have it as `<column><op><value>`. */
export interface Filter {
  readonly column: string;
  readonly op: Operator;
  readonly value: string;
}

export function filterText({ column, op, value }: Filter): string {
  return column + op + value;
}

/** Reads a filter back; undefined when the text is none. */
export function parseFilter(text: string): Filter | undefined {
  const column = text.match(/^[a-z][a-z0-9_]*/)?.[0];
  if (!column) return undefined;
  const rest = text.slice(column.length);
  const op = operators.find((sign) => rest.startsWith(sign));
  return op && { column, op, value: rest.slice(op.length) };
}

/** The sort after a click on a column: up, then down, then as the table comes. */
export function nextSort(sort: string | undefined, column: string): string | undefined {
  if (sort === column) return `-${column}`;
  return sort === `-${column}` ? undefined : column;
}
