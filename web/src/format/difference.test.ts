import { describe, expect, it } from 'vitest';
import { differenceOf, markText } from './difference';

describe('differenceOf', () => {
  it('puts the fields that differ apart from the rest', () => {
    const d = differenceOf({ iban: 'AT1', owner: 'X' }, { iban: 'AT2', owner: 'X' });
    expect(d.changed).toEqual([{ column: 'iban', before: 'AT1', after: 'AT2' }]);
    expect(d.same.map((f) => f.column)).toEqual(['owner']);
  });

  it('looks into amounts and lists', () => {
    const before = { amount: { value: '1.00', currency: 'EUR' }, operations: ['update'], rates: { a: 1, b: [2] } };
    expect(differenceOf(before, structuredClone(before)).changed).toEqual([]);
    const after = { ...before, amount: { value: '1.00', currency: 'CHF' }, operations: ['update', 'delete'] };
    expect(differenceOf(before, after).changed.map((f) => f.column)).toEqual(['amount', 'operations']);
  });

  it('shows a new row without its empty fields', () => {
    const d = differenceOf(undefined, { owner: 'X', number: '', enabled: false });
    expect(d.changed.map((f) => f.column)).toEqual(['owner', 'enabled']);
    expect(d.same.map((f) => f.column)).toEqual(['number']);
  });

  it('shows that a secret changed although both sides are masked', () => {
    const d = differenceOf({ key: 'masked' }, { key: 'masked' }, ['key']);
    expect(d.changed.map((f) => f.column)).toEqual(['key']);
  });

  it('tells a field set to empty from one that was', () => {
    expect(differenceOf({ bic: 'X' }, { bic: '' }).changed).toHaveLength(1);
    expect(differenceOf({ bic: '' }, { bic: '' }).changed).toHaveLength(0);
  });
});

describe('markText', () => {
  it('marks what differs in the middle', () => {
    expect(markText('AT48 0000 9907', 'AT48 1110 9907')).toEqual(['AT48 ', '000', '0 9907']);
    expect(markText('AT48 1110 9907', 'AT48 0000 9907')).toEqual(['AT48 ', '111', '0 9907']);
  });

  it('does not count a shared sign twice', () => {
    expect(markText('aa', 'aaa')).toEqual(['aa', '', '']);
    expect(markText('aaa', 'aa')).toEqual(['aa', 'a', '']);
  });

  it('does not cut a sign in two', () => {
    expect(markText('x😀', 'x😁')).toEqual(['x', '😀', '']);
  });
});
