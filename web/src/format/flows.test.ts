import { expect, test } from 'vitest';
import { bend, largest, placeOf, widthOf } from './flows';

const centre = { x: 100, y: 100 };

test('the first of four stands at the top, the second at the right', () => {
  const top = placeOf(0, 4, 50, centre);
  const right = placeOf(1, 4, 50, centre);
  expect([top.x, top.y].map(Math.round)).toEqual([100, 50]);
  expect([right.x, right.y].map(Math.round)).toEqual([150, 100]);
});

test('there and back are two curves', () => {
  const [a, b] = [placeOf(0, 3, 50, centre), placeOf(1, 3, 50, centre)];
  expect(bend(a, b, centre)).not.toBe(bend(b, a, centre).split('Q').reverse().join('Q'));
});

test('widths are to scale, and the smallest can still be seen', () => {
  const most = largest(['100', '-400', '0.01']);
  expect(most).toBe(400);
  expect(widthOf('-400', most, 16)).toBe(16);
  expect(widthOf('100', most, 16)).toBe(4);
  expect(widthOf('0.01', most, 16)).toBe(0.75);
  expect(widthOf('0', 0, 16)).toBe(0.75);
});
