import type { Held, Reason } from './answers';

/** One grant, and all that comes by it. */
export interface Holding {
  readonly reason: Reason;
  readonly permissions: readonly string[];
}

/** What somebody holds by grant rather than by permission, in the order of the answer. */
export function holdingsOf(held: readonly Held[]): readonly Holding[] {
  const by = new Map<string, { reason: Reason; permissions: string[] }>();
  for (const { permission, grants } of held)
    for (const reason of grants) {
      const key = `${reason.grant} ${reason.member ?? ''} ${reason.scope.id ?? ''}`;
      const one = by.get(key) ?? { reason, permissions: [] };
      one.permissions.push(permission);
      by.set(key, one);
    }
  return [...by.values()];
}
