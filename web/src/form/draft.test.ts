import { describe, expect, it } from 'vitest';
import type { Column, ColumnType } from '@/api/declared';
import { bodyOf, draftOf, faultsOf, patchOf } from './draft';

const column = (name: string, type: ColumnType, more: Partial<Column> = {}): Column => ({
  name,
  type,
  doc: '',
  required: false,
  readonly: false,
  masked: false,
  filter: [],
  sort: false,
  ...more,
});
const columns = [
  column('owner', 'text', { required: true, min_length: 2, max_length: 5 }),
  column('country', 'text', { pattern: '^[A-Z]{2}$' }),
  column('amount', 'money'),
  column('points', 'integer', { min: 1 }),
  column('enabled', 'boolean'),
  column('operations', 'list'),
  column('factors', 'document', { required: true }),
  column('key', 'text', { masked: true }),
];
const row = {
  owner: 'Huber',
  country: 'AT',
  amount: { value: '-1204311.20', currency: 'EUR' },
  points: 3,
  enabled: true,
  operations: ['update', 'delete'],
  factors: [{ permission: 'x', people: 1 }],
  key: 'masked',
};

describe('a draft', () => {
  it.each(['en-GB', 'de-DE'])('gives back the row it began with, without its secrets, in %s', (locale) => {
    const { key: _, ...shown } = row;
    expect(bodyOf(columns, draftOf(columns, row, locale), locale)).toEqual(shown);
  });

  it('says only what differs', () => {
    const initial = draftOf(columns, row, 'en-GB');
    expect(patchOf(columns, initial, initial, 'en-GB')).toEqual({});
    expect(patchOf(columns, { ...initial, points: '4' }, initial, 'en-GB')).toEqual({ points: 4 });
    expect(patchOf(columns, { ...initial, country: '' }, initial, 'en-GB')).toEqual({ country: '' });
  });

  it('sends a new secret', () => {
    const initial = draftOf(columns, row, 'en-GB');
    expect(patchOf(columns, { ...initial, key: 'ssh-ed25519' }, initial, 'en-GB')).toEqual({ key: 'ssh-ed25519' });
  });
});

describe('the declared checks', () => {
  const check = (change: Record<string, string | { value: string; currency: string }>) =>
    faultsOf(columns, { ...draftOf(columns, row, 'en-GB'), ...change }, 'en-GB');

  it('pass a row that is right, whose secret stays', () => {
    expect(check({})).toEqual({});
  });

  it.each([
    [{ owner: ' ' }, 'owner', 'field.required'],
    [{ owner: 'Hubers' }, 'owner', 'field.length'],
    [{ owner: 'H' }, 'owner', 'field.short'],
    [{ country: 'Aut' }, 'country', 'field.pattern'],
    [{ amount: { value: '1.2.3', currency: 'EUR' } }, 'amount', 'field.decimal'],
    [{ amount: { value: '1.2', currency: 'E' } }, 'amount', 'field.currency'],
    [{ points: '1.5' }, 'points', 'field.integer'],
    [{ points: '0' }, 'points', 'field.min'],
    [{ factors: '[' }, 'factors', 'field.json'],
  ])('find %o wrong', (change, name, key) => {
    expect(check(change)[name]?.key).toBe(key);
  });

  it('count signs as people do', () => {
    expect(check({ owner: '😀😀😀😀😀' })).toEqual({});
  });
});
