import { describe, expect, it } from 'vitest';
import type { Row } from '@/api/declared';
import { isImpossible, isShown } from './shown';

const rule = (part: object = {}) =>
  ({ id: 'r', version: 1, name: 'Two for grants', subject: 'grant', condition: '', enabled: true, ...part }) as Row;
const meeting = (possible: boolean) => ({ rule: 'r', possible, factors: [] });
const word = (name: string) => (name === 'grant' ? 'Berechtigung' : name);

describe('a rule', () => {
  it('is impossible only while it is in force', () => {
    expect(isImpossible(rule(), meeting(false))).toBe(true);
    expect(isImpossible(rule({ enabled: false }), meeting(false))).toBe(false);
    expect(isImpossible(rule(), meeting(true))).toBe(false);
  });

  it.each([
    ['', true],
    ['BERECHT', true],
    ['two for', true],
    ['iban', false],
  ])('is found by %s: %s', (find, shown) => {
    expect(isShown(rule(), meeting(true), { find, state: '' }, word)).toBe(shown);
  });

  it.each([
    ['on', true],
    ['off', false],
    ['impossible', false],
  ])('in force is listed under %s: %s', (state, shown) => {
    expect(isShown(rule(), meeting(true), { find: '', state }, word)).toBe(shown);
  });
});
