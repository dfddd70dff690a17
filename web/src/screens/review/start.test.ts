import { expect, it } from 'vitest';
import type { ChangedRow } from '@/api/change';
import { bodyOf, type Draft, drawnOf, idOf } from './start';

it.each([
  ['Fourth quarter, London', 'fourth-quarter-london'],
  ['  Überprüfung Q4/2026 ', 'uberprufung-q4-2026'],
  ['—', ''],
  [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
])('makes of %s the short name %s', (name, id) => {
  expect(idOf(name)).toBe(id);
});

it('leaves out reviewers who are not named', () => {
  const draft: Draft = {
    name: ' Q4 ',
    id: '',
    unit: 'u',
    roles: ['r'],
    reviewers: [
      { key: 'a', user: 'rita', unit: '' },
      { key: 'b', user: '', unit: 'u' },
    ],
    due_at: '2026-12-15T17:00:00Z',
    unconfirmed: 'end',
  };
  const body = bodyOf(draft);
  expect(body.name).toBe('Q4');
  expect(body.reviewers).toEqual([{ user: 'rita', unit: '' }]);
});

it('counts what is drawn, and how much each reviewer gets', () => {
  const row = (table: string, after: unknown) =>
    ({ table, op: 'insert', id: 'x', after, changed: [] }) as unknown as ChangedRow;
  const drawn = drawnOf([
    row('access_review', { name: 'Q4' }),
    row('review_item', { kind: 'grant', reviewer: 'rolf' }),
    row('review_item', { kind: 'member', reviewer: 'rita' }),
    row('review_item', { kind: 'grant', reviewer: 'rita' }),
  ]);
  expect(drawn).toEqual({
    grants: 2,
    members: 1,
    byReviewer: [
      ['rita', 2],
      ['rolf', 1],
    ],
  });
});
