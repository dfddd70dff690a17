import { expect, test } from 'vitest';
import { exceptionsOf, resultOf, shareOf } from './run';

const run = {
  left_rows: 12,
  right_rows: 14,
  matched: 9,
  exact: 8,
  partial: 2,
  unmatched_left: 1,
  unmatched_right: 2,
  bad_left: 0,
  bad_right: 1,
};

test('both sides of a result add up to their rows', () => {
  const { left, right, exact } = resultOf(run);
  for (const side of [left, right]) expect(side.matched + side.partial + side.unmatched + side.bad).toBe(side.rows);
  expect(exact).toBe(8);
});

test('a partial pair is one exception, everything else one each', () => {
  expect(exceptionsOf(resultOf(run))).toBe(6);
});

test('the share counts rows of both sides', () => {
  expect(shareOf(resultOf(run))).toBeCloseTo(18 / 26);
  expect(shareOf(resultOf({}))).toBe(1);
});
