import { expect, test } from 'vitest';
import { type Progress, shareDone, stageOf } from './progress';

const at = (of: Partial<Progress>): Progress => ({
  state: 'running',
  taken: true,
  stage: '',
  done: 0,
  total: 0,
  rows_read: 0,
  rows_compared: 0,
  ...of,
});

test('the bar never goes back from one stage to the next', () => {
  const seen = ['read left', 'read right', 'match', 'write', 'record'].flatMap((stage) =>
    [0, 1, 2, 3].map((done) => shareDone(at({ stage, done, total: 2 })) ?? -1),
  );
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen[0]).toBe(0);
  expect(seen.at(-1)).toBeLessThan(1);
});

test('nothing is known of a run that nobody has begun', () => {
  expect(shareDone(at({}))).toBeUndefined();
  expect(stageOf(at({ taken: false }))).toBe('recon.stage.waits');
  expect(stageOf(at({}))).toBe('recon.stage.fetch');
});

test('a total that is not known leaves the bar at the beginning of its stage', () => {
  expect(shareDone(at({ stage: 'read right', done: 7 }))).toBe(0.25);
});
