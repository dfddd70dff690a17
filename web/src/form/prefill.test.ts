import { expect, it } from 'vitest';
import type { Column } from '@/api/declared';
import { prefillOf } from './prefill';

const column = (name: string, type: Column['type'], more: Partial<Column> = {}): Column => ({
  name,
  doc: '',
  type,
  required: false,
  readonly: false,
  masked: false,
  filter: [],
  sort: false,
  ...more,
});

const columns = [
  column('user', 'text'),
  column('scope', 'text', { enum: ['everything', 'unit'] }),
  column('until_at', 'time'),
  column('enabled', 'boolean'),
  column('operations', 'list'),
  column('limit', 'money'),
  column('factors', 'document'),
  column('unit', 'text', { readonly: true }),
  column('secret', 'text', { masked: true }),
];

it('is what the address says of the fields, each as its column has it', () => {
  const search = {
    user: 'mia',
    scope: 'unit',
    until_at: '2026-12-01T10:00:00Z',
    enabled: 'true',
    operations: 'insert,update',
    limit: '10.50 EUR',
    factors: '[{"people":1}]',
    other: 'x',
  };
  expect(prefillOf(columns, search)).toEqual({
    user: 'mia',
    scope: 'unit',
    until_at: '2026-12-01T10:00:00Z',
    enabled: true,
    operations: ['insert', 'update'],
    limit: { value: '10.50', currency: 'EUR' },
    factors: [{ people: 1 }],
  });
});

it('leaves out what cannot be, what only the server sets, and secrets', () => {
  const search = { scope: 'moon', until_at: 'soon', factors: '{', unit: 'vienna', secret: 'abc', user: ['a', 'b'] };
  expect(prefillOf(columns, search)).toEqual({});
});
