import type { Image } from './difference';

/** A row of an audit entry: after is the whole row, was the old values of what an update changed. */
interface Logged {
  readonly op: string;
  readonly after?: unknown;
  readonly was?: unknown;
}

/** The row before and after, and which fields an update changed. */
export function imagesOf({ op, after, was }: Logged) {
  const now = imageOf(after);
  const old = imageOf(was);
  if (op === 'insert') return { before: undefined, after: now };
  if (op === 'delete') return { before: old ?? now, after: undefined };
  return { before: now && { ...now, ...old }, after: now, changed: Object.keys(old ?? {}) };
}

function imageOf(image: unknown): Image | undefined {
  return typeof image === 'object' && image !== null ? (image as Image) : undefined;
}

/** How many entries a checkpoint signs. It is a note: origin, size and root, each on its line. */
export function sizeOf(note: string): number {
  return Number(note.split('\n')[1]);
}

/** Where a proof (C2SP tlog-proof) says that an entry stands. */
export interface Place {
  /** Its leaf, counted from 0. */
  readonly index: number;
  /** How many entries the signed tree holds. */
  readonly size: number;
  /** How many hashes lead from the leaf to the tree's root. */
  readonly steps: number;
  /** The root of the tree, base64. */
  readonly root: string;
}

/** Reads a proof: its name, the index and the hashes, each on its line, an empty line, and the checkpoint. */
export function placeOf(proof: string): Place {
  const [head = '', ...rest] = proof.split('\n\n');
  const [, index = '', ...hashes] = head.split('\n');
  const [, size, root = ''] = rest.join('\n\n').split('\n');
  return { index: Number(index.replace('index ', '')), size: Number(size), steps: hashes.length, root };
}
