import { expect, it } from 'vitest';
import type { Column, ColumnType } from '@/api/declared';
import { csvOf } from './csv';

const column = (name: string, type: ColumnType): Column => ({
  name,
  type,
  doc: '',
  required: false,
  readonly: false,
  masked: false,
  filter: [],
  sort: false,
});

it('writes an amount in two columns, exactly', () => {
  const rows = [{ id: 'o1', version: 1, amount: { value: '-1204311.20', currency: 'EUR' } }];
  expect(csvOf([column('amount', 'money')], rows)).toBe('id,amount,amount_currency\r\no1,-1204311.20,EUR\r\n');
});

it('quotes what holds commas, quotes and line ends', () => {
  const rows = [{ id: 'a', version: 1, name: 'Huber, "Nora"\nAT' }];
  expect(csvOf([column('name', 'text')], rows)).toBe('id,name\r\na,"Huber, ""Nora""\nAT"\r\n');
});

it('does not let a spreadsheet run a text as a formula', () => {
  const rows = [{ id: 'a', version: 1, name: '=1+1' }];
  expect(csvOf([column('name', 'text')], rows)).toBe("id,name\r\na,'=1+1\r\n");
});

it('leaves what is missing empty', () => {
  expect(csvOf([column('amount', 'money'), column('bic', 'text')], [{ id: 'a', version: 1 }])).toBe(
    'id,amount,amount_currency,bic\r\na,,,\r\n',
  );
});
