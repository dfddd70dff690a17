import { expect, it } from 'vitest';
import { readSearch, writeSearch } from './address';

it('keeps filters, one or several, as a list', () => {
  expect(readSearch('?filter=currency%3DEUR&sort=-code')).toEqual({ filter: ['currency=EUR'], sort: '-code' });
  expect(readSearch('?filter=a%3D1&filter=b~x')).toEqual({ filter: ['a=1', 'b~x'] });
});

it('writes what it reads', () => {
  for (const text of ['', '?filter=a%3D1&filter=b%7Ex%26y&sort=-code', '?q=M%C3%BCller+%26+S%C3%B6hne']) {
    expect(writeSearch(readSearch(text))).toBe(text);
  }
});

it('leaves out what is empty', () => {
  expect(writeSearch({ sort: undefined, columns: '' })).toBe('');
});

it('tells filters that were all taken away from none that were ever given', () => {
  expect(writeSearch({ filter: [] })).toBe('?filter=');
  expect(readSearch('?filter=')).toEqual({ filter: [] });
  expect(readSearch('')).toEqual({});
});
