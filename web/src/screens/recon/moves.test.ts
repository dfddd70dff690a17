import { describe, expect, it } from 'vitest';
import { bandsOf, rowsOf } from './moves';

const moves = [
  { side: 'left', before: 'matched', after: 'matched', rows: 4 },
  { side: 'left', before: 'matched', after: 'unmatched', rows: 1 },
  { side: 'left', before: 'partial', after: 'matched', rows: 3 },
  { side: 'right', before: 'matched', after: 'matched', rows: 7 },
] as const;

describe('the picture of two results', () => {
  it('stacks the kinds on both edges, without gaps', () => {
    expect(bandsOf([...moves], 'left')).toEqual([
      { before: 'matched', after: 'matched', rows: 4, left: { from: 0, to: 0.5 }, right: { from: 0, to: 0.5 } },
      { before: 'matched', after: 'unmatched', rows: 1, left: { from: 0.5, to: 0.625 }, right: { from: 0.875, to: 1 } },
      { before: 'partial', after: 'matched', rows: 3, left: { from: 0.625, to: 1 }, right: { from: 0.5, to: 0.875 } },
    ]);
  });

  it('takes each side by itself, also one without rows', () => {
    expect(bandsOf([...moves], 'right')).toHaveLength(1);
    expect(bandsOf([], 'left')).toEqual([]);
  });

  it('counts the rows of a kind on either edge', () => {
    const bands = bandsOf([...moves], 'left');
    expect([rowsOf(bands, 'before', 'matched'), rowsOf(bands, 'after', 'matched')]).toEqual([5, 7]);
  });
});
