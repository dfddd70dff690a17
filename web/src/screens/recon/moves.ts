import type { components } from '@/api/schema';

export type SideBySide = components['schemas']['ReconSideBySide'];
export type MovedRow = components['schemas']['ReconMovedRow'];
export type Tally = components['schemas']['ReconTally'];
export type Kind = MovedRow['before'];
export type SideName = MovedRow['side'];

/** What a row can be, in the order in which it is drawn and counted. */
export const kinds: readonly Kind[] = ['matched', 'partial', 'unmatched', 'bad'];

/** From and to, as shares of the whole height. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Rows that are one kind in the original and one in the copy, with their places on both edges. */
export interface Band {
  readonly before: Kind;
  readonly after: Kind;
  readonly rows: number;
  readonly left: Stretch;
  readonly right: Stretch;
}

/**
 * Where each band begins and ends on both edges, so that on each edge the kinds
 * stand in their order and every row has the same height.
 */
export function bandsOf(moves: SideBySide['moves'], side: SideName): readonly Band[] {
  const own = moves.filter((move) => move.side === side);
  const all = own.reduce((sum, { rows }) => sum + rows, 0);
  const place = (first: 'before' | 'after', then: 'before' | 'after') => {
    const places = new Map<string, Stretch>();
    let at = 0;
    for (const a of kinds) {
      for (const b of kinds) {
        const move = own.find((one) => one[first] === a && one[then] === b);
        if (!move) continue;
        places.set(`${move.before}/${move.after}`, { from: at / all, to: (at + move.rows) / all });
        at += move.rows;
      }
    }
    return places;
  };
  const left = place('before', 'after');
  const right = place('after', 'before');
  const none = { from: 0, to: 0 };
  return own.map(({ before, after, rows }) => {
    const key = `${before}/${after}`;
    return { before, after, rows, left: left.get(key) ?? none, right: right.get(key) ?? none };
  });
}

/** How many rows of a side are of a kind on one edge. */
export function rowsOf(bands: readonly Band[], edge: 'before' | 'after', kind: Kind): number {
  return bands.reduce((sum, band) => (band[edge] === kind ? sum + band.rows : sum), 0);
}
