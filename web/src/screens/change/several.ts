import type { Change } from '@/api/change';
import type { Batch } from '@/api/together';

/** On whose behalf one can decide: '' for oneself, undefined where one's agreement would not help, as while its maker is suspended. */
export function behalfOf(change: Pick<Change, 'can_decide' | 'decide_for' | 'maker_away'>): string | undefined {
  if (change.maker_away) return undefined;
  return change.can_decide ? '' : change.decide_for?.[0];
}

/** The ids that the address names. */
export function idsOf(text: unknown): readonly string[] {
  return [...new Set(String(text ?? '').split(','))].filter((id) => id !== '');
}

/**
 * What goes to the server in one step each: all for oneself, then all for each
 * person whose deputy one is. keyOf gives the same key for the same content.
 */
export function batchesOf(
  changes: readonly Change[],
  leftOut: ReadonlySet<string>,
  reason: string,
  keyOf: (content: string) => string,
): readonly Batch[] {
  const behalves = [...new Set(changes.map(behalfOf))].filter((behalf) => behalf !== undefined).toSorted();
  return behalves.map((behalf) => {
    const own = changes.filter((change) => behalfOf(change) === behalf);
    const batch = {
      agreed: own.filter(({ id }) => !leftOut.has(id)),
      leftOut: own.filter(({ id }) => leftOut.has(id)),
      behalf,
      reason: reason.trim(),
    };
    const named = [batch.agreed.map(({ id, digest }) => [id, digest]), batch.leftOut.map(({ id }) => id)];
    return { ...batch, key: keyOf(JSON.stringify([named, behalf, batch.reason])) };
  });
}
