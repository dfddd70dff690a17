import { expect, it } from 'vitest';
import { isLast, missingOf, rowsLeft } from './rule';

const one = { id: 'r', name: 'Bank instructions', factors: [{ permission: 'bank_instruction.approve', people: 1 }] };
const two = { ...one, factors: [{ permission: 'bank_instruction.approve', people: 2 }] };

it('says what is missing once, though two rules lack it', () => {
  expect(missingOf({ missing: ['1 more', '1 more'] })).toEqual(['1 more']);
});

it('knows the last agreement', () => {
  expect(isLast({ rules: [one], missing: ['1 more'], agreed: [] })).toBe(true);
  expect(isLast({ rules: [two], missing: ['1 more'], agreed: ['karin.auer'] })).toBe(true);
});

it('does not promise more than it knows', () => {
  expect(isLast({ rules: [two], missing: ['2 more'], agreed: [] })).toBe(false);
  expect(isLast({ rules: [one, one], missing: ['1 more of these', '1 more of those'], agreed: [] })).toBe(false);
  expect(isLast({ rules: [one], missing: [], agreed: ['karin.auer'] })).toBe(false);
});

it('tells which rows are left out, and whether those before left out the same', () => {
  const row = (id: string, op: 'insert' | 'touch' = 'insert') => ({ table: 'user', id, op, changed: [], base: 0 });
  const change = { rows: [row('eva'), row('tom'), row('home', 'touch')], left_out: [{ table: 'user', id: 'tom' }] };
  const eva = { table: 'user', id: 'eva' };
  expect(rowsLeft(change, new Set(['user/tom']))).toMatchObject({ kept: 1, sameAsBefore: true });
  expect(rowsLeft(change, new Set(['user/eva']))).toEqual({ left: [eva], kept: 1, sameAsBefore: false });
  expect(rowsLeft({ ...change, left_out: [] }, new Set(['user/eva', 'user/tom'])).kept).toBe(0);
});
