import { expect, it } from 'vitest';
import { fieldsOf } from './schema';

const schemas = {
  Amount: { type: 'object', properties: { value: { type: 'string' }, currency: { type: 'string' } } },
  Line: { type: 'object', properties: { points: { type: 'integer' } } },
};

it('makes a form of a schema, following its references', () => {
  const fields = fieldsOf(
    {
      type: 'object',
      required: ['currency'],
      properties: {
        currency: { type: 'string', maxLength: 3, description: 'What it is kept in.' },
        at: { type: 'string', description: 'RFC 3339, UTC.' },
        amount: { $ref: '#/components/schemas/Amount' },
        orders: { type: 'array', items: { type: 'string' } },
        lines: { type: 'array', items: { $ref: '#/components/schemas/Line' } },
        confirm: { type: 'boolean' },
      },
    },
    schemas,
  );
  expect(fields.map(({ name, type }) => [name, type])).toEqual([
    ['currency', 'text'],
    ['at', 'time'],
    ['amount', 'money'],
    ['orders', 'list'],
    ['lines', 'document'],
    ['confirm', 'boolean'],
  ]);
  expect(fields[0]).toMatchObject({ required: true, max_length: 3, doc: 'What it is kept in.' });
  expect(fields[1]?.required).toBe(false);
});

it('knows a command without fields', () => {
  expect(fieldsOf({ type: 'object' }, {})).toEqual([]);
});
