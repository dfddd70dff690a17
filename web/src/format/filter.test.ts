import { expect, it } from 'vitest';
import { filterText, nextSort, operators, parseFilter } from './filter';

it('reads back every filter that it writes', () => {
  for (const op of operators) {
    for (const value of ['', 'EUR', '100.00', 'a=b', '=x', 'x~y', ' spaced ']) {
      const filter = { column: 'base_currency', op, value };
      // '<' before '=x' is the filter '<=' of 'x': the same text, and so the same rows.
      if ((op === '<' || op === '>') && value.startsWith('=')) continue;
      expect(parseFilter(filterText(filter))).toEqual(filter);
    }
  }
});

it('refuses what is no filter', () => {
  expect(parseFilter('')).toBeUndefined();
  expect(parseFilter('currency')).toBeUndefined();
  expect(parseFilter('=EUR')).toBeUndefined();
});

it('sorts up, then down, then not', () => {
  expect(nextSort(undefined, 'code')).toBe('code');
  expect(nextSort('code', 'code')).toBe('-code');
  expect(nextSort('-code', 'code')).toBeUndefined();
  expect(nextSort('-code', 'name')).toBe('name');
});
