import { expect, test } from 'vitest';
import { type Comparison, nameOf, pairsOf } from './pairs';

const by: Comparison = {
  keys: [
    { left: 'reference', right: 'id' },
    { left: 'currency', right: 'currency' },
  ],
  amount: { left: 'amount', right: 'amount' },
  amount_tolerance: '0',
  date_tolerance_days: 3,
  opposite_sign: false,
};
const row = (cells: Record<string, string>) => Object.entries(cells).map(([name, value]) => ({ name, value }));

test('columns stand beside those they are compared with, whatever they are called', () => {
  const left = row({ text: 'rent', amount: '10.00', currency: 'EUR', reference: 'A1', booked: 'x' });
  const right = row({ id: 'A1', amount: '10.01', currency: 'EUR', text: 'Rent', line: '7' });
  const { compared, rest } = pairsOf(left, right, by);
  expect(compared.map((pair) => [nameOf(pair), pair.role, pair.left?.value, pair.right?.value])).toEqual([
    ['reference / id', 'key', 'A1', 'A1'],
    ['currency', 'key', 'EUR', 'EUR'],
    ['amount', 'amount', '10.00', '10.01'],
    ['text', 'other', 'rent', 'Rent'],
  ]);
  expect(rest.map(nameOf)).toEqual(['booked', 'line']);
});

test('an item without another side shows all it has', () => {
  const left = row({ reference: 'A1', currency: 'EUR', amount: '1', note: 'n' });
  const { compared, rest } = pairsOf(left, [], by);
  expect(compared.map((pair) => [nameOf(pair), pair.right])).toEqual([
    ['reference', undefined],
    ['currency', undefined],
    ['amount', undefined],
  ]);
  expect(rest.map(nameOf)).toEqual(['note']);
});

test('without the configuration columns of the same name stand together', () => {
  const { compared, rest } = pairsOf(row({ a: '1', b: '2' }), row({ b: '3', c: '4' }), undefined);
  expect(compared.map(nameOf)).toEqual(['b']);
  expect(rest.map(nameOf)).toEqual(['a', 'c']);
});
