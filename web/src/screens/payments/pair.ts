import type { Change } from '@/api/change';
import type { Row } from '@/api/declared';

/** A row's image in a change; the document leaves its columns open. */
export function imageOf(image: unknown): Readonly<Record<string, unknown>> {
  return typeof image === 'object' && image !== null ? (image as Readonly<Record<string, unknown>>) : {};
}

/** The change that waits for a pair of jobs, in either order. */
export function pendingPair(changes: readonly Change[], a: string, b: string): string | undefined {
  const isPair = (image: unknown) => {
    const { job_a: one, job_b: other } = imageOf(image);
    return (one === a && other === b) || (one === b && other === a);
  };
  return changes.find((change) =>
    change.rows.some((row) => row.table === 'exclusion' && (isPair(row.before) || isPair(row.after))),
  )?.id;
}

/** The exclusion of two jobs, in either order; the same job twice for the diagonal. */
export function exclusionOf(exclusions: readonly Row[], a: string, b: string): Row | undefined {
  return exclusions.find(({ job_a: one, job_b: other }) => (one === a && other === b) || (one === b && other === a));
}
