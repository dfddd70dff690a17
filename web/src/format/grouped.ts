/** A list by what its members have in common, in the order in which that first occurs. */
export function grouped<T, K>(list: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const by = new Map<K, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const group = by.get(key);
    if (group) group.push(one);
    else by.set(key, [one]);
  }
  return by;
}
