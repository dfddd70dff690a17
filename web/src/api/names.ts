import { useSyncExternalStore } from 'react';

/** What records are called, by table and id: of users, units, processes and others that rows name. */
export type Names = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Names that came with rows. Who may view a row may know what the people in it
 * are called, whether or not they may look people up.
 */
const known = new Map<string, string>();
const listeners = new Set<() => void>();

export function learn(names: Names | undefined): void {
  const before = known.size;
  for (const [table, byId] of Object.entries(names ?? {}))
    for (const [id, name] of Object.entries(byId)) known.set(`${table}/${id}`, name);
  if (known.size !== before) for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The name that came with some row; undefined when none did. */
export function useKnown(table: string, id: string): string | undefined {
  return useSyncExternalStore(subscribe, () => known.get(`${table}/${id}`));
}
