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
