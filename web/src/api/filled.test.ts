import { expect, it } from 'vitest';
import { filled } from './filled';

it('reads a list in which nothing was put as an empty one, however deep it lies', () => {
  const answer: { people: string[] | null; accounts: { users: string[][] | null; points: number }[]; note?: string } = {
    people: null,
    accounts: [{ users: null, points: 0 }],
  };
  expect(filled(answer)).toEqual({ people: [], accounts: [{ users: [], points: 0 }] });
});

it('leaves everything else as it is', () => {
  const answer = { id: 'p1', done: false, points: 8, none: '', sets: [['eva', 'tom']] };
  expect(filled(answer)).toEqual(answer);
});
