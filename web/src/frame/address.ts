/** What stands behind the ? of an address: texts, and lists of texts by repeating the name. */
export type Search = Readonly<Record<string, string | readonly string[]>>;

/** The names that are lists even when they are given once. */
const lists: ReadonlySet<string> = new Set(['filter']);

export function readSearch(text: string): Record<string, string | string[]> {
  const query = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => [
      name,
      lists.has(name) ? query.getAll(name).filter((one) => one !== '') : (query.get(name) ?? ''),
    ]),
  );
}

export function writeSearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    // A list that was emptied is not one that was never given.
    if (Array.isArray(value) && value.length === 0 && lists.has(name)) query.append(name, '');
    for (const one of values) if (typeof one === 'string' && one !== '') query.append(name, one);
  }
  const text = query.toString();
  return text && `?${text}`;
}
