import { describe, expect, it } from 'vitest';
import { draftOf } from '@/form/draft';
import { columnsOf, fieldsOf, initialOf, sentOf } from './columns';

const columns = columnsOf([
  { name: 'code', kind: 'text', key: true },
  { name: 'amount', kind: 'decimal' },
  { name: 'days', kind: 'integer', optional: true },
]);

describe('the form of a reference row', () => {
  it('gives back what stands there, whatever the language writes numbers like', () => {
    const row = { id: 'r', version: 1, values: { code: 'EUR', amount: '1234.5' } };
    const fields = fieldsOf(columns);
    for (const locale of ['en-GB', 'de-DE'])
      expect(sentOf(fields, draftOf(fields, initialOf(row), locale), locale)).toEqual(row.values);
  });

  it('reads a decimal as the language writes it, and leaves out what is empty', () => {
    const draft = { 'values.code': ' GBP ', 'values.amount': '1.234,50', 'values.days': '' };
    expect(sentOf(fieldsOf(columns), draft, 'de-DE')).toMatchObject({ code: 'GBP' });
    expect(Object.keys(sentOf(fieldsOf(columns), draft, 'de-DE'))).toEqual(['code', 'amount']);
  });
});
