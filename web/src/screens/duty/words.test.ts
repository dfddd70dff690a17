import { expect, it } from 'vitest';
import { isOpen, togetherOf } from './words';

it.each([
  [2, 0, 'duty.static.both', 2],
  [2, 2, 'duty.static.both', 2],
  [3, 3, 'duty.static.all', 3],
  [3, 2, 'duty.static.two', 2],
  [5, 4, 'duty.static.some', 4],
])('of %i things, %i too many, is said as %s', (items, tooMany, key, n) => {
  expect(togetherOf(items, tooMany)).toEqual({ key, n });
});

it('lets nobody past at its very end', () => {
  const end = '2026-12-01T08:00:00.000000Z';
  expect(isOpen(end, Date.parse(end) - 1)).toBe(true);
  expect(isOpen(end, Date.parse(end))).toBe(false);
});
