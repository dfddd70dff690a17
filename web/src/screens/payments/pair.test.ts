import { describe, expect, it } from 'vitest';
import type { Row } from '@/api/declared';
import { exclusionOf } from './pair';

const exclusions: readonly Row[] = [
  { id: 'x1', version: 1, job_a: 'mayor', job_b: 'notary' },
  { id: 'x2', version: 1, job_a: 'councillor', job_b: 'councillor' },
];

describe('the exclusion of two jobs', () => {
  it('is found in either order', () => {
    expect(exclusionOf(exclusions, 'mayor', 'notary')?.id).toBe('x1');
    expect(exclusionOf(exclusions, 'notary', 'mayor')?.id).toBe('x1');
  });

  it('on the diagonal is of that job alone', () => {
    expect(exclusionOf(exclusions, 'councillor', 'councillor')?.id).toBe('x2');
    expect(exclusionOf(exclusions, 'mayor', 'mayor')).toBeUndefined();
  });
});
