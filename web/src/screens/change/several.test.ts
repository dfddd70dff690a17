import { expect, it } from 'vitest';
import type { Change } from '@/api/change';
import { batchesOf, behalfOf, idsOf } from './several';

const change = (id: string, can_decide: boolean, decide_for: string[] = []) =>
  ({ id, digest: `d-${id}`, can_decide, decide_for }) as unknown as Change;
const own = change('a', true, ['mia']);
const left = change('b', true);
const lent = change('c', false, ['mia', 'rolf']);
const others = change('d', false);

it('decides for oneself where one can, and else for the first whose deputy one is', () => {
  const away = { ...own, maker_away: 'Ben is not active.' };
  expect([own, lent, others, away].map(behalfOf)).toEqual(['', 'mia', undefined, undefined]);
});

it('reads each id of the address once', () => {
  expect(idsOf('a,b,,a')).toEqual(['a', 'b']);
  expect(idsOf(undefined)).toEqual([]);
});

it('puts together what is for one person, and leaves alone what nobody here can decide', () => {
  const batches = batchesOf([own, left, lent, others], new Set(['b']), ' not ours ', () => 'k');
  expect(
    batches.map(({ behalf, agreed, leftOut }) => [behalf, agreed.map((c) => c.id), leftOut.map((c) => c.id)]),
  ).toEqual([
    ['', ['a'], ['b']],
    ['mia', ['c'], []],
  ]);
  expect(batches[0]?.reason).toBe('not ours');
});

it('has another key for another content, and the same for the same', () => {
  const contents = (left: ReadonlySet<string>, reason: string) =>
    batchesOf([own, lent], left, reason, (content) => content).map(({ key }) => key);
  expect(contents(new Set(), '')).toEqual(contents(new Set(), ' '));
  expect(
    new Set([...contents(new Set(), ''), ...contents(new Set(['a', 'c']), ''), ...contents(new Set(), 'why')]).size,
  ).toBe(6);
});
