import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue';
import { pluralIn, wordIn } from './words';

describe('words', () => {
  it.each([
    ['en', 'bank_instruction', 'Bank instruction', 'Bank instructions'],
    ['en', 'process', 'Process', 'Processes'],
    ['en', 'delivery', 'Delivery', 'Deliveries'],
    ['en', 'api_token', 'API token', 'API tokens'],
    ['de', 'bank_instruction', 'Bankverbindung', 'Bankverbindungen'],
    ['de', 'something_new', 'Something new', 'Something news'],
  ] as const)('in %s name %s', (language, name, one, several) => {
    expect(wordIn(language, name)).toBe(one);
    expect(pluralIn(language, name)).toBe(several);
  });

  it('name a permission by its table and its verb', () => {
    expect(wordIn('en', 'bank_instruction.update')).toBe('Bank instruction: update');
  });
});

describe('the catalogue', () => {
  it('names the same values in both languages', () => {
    const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
    for (const [key, [en, de]] of Object.entries(catalogue)) expect(names(de), key).toEqual(names(en));
  });

  it('has no empty text', () => {
    for (const [key, texts] of Object.entries(catalogue))
      for (const text of texts) expect(text.trim(), key).not.toBe('');
  });
});
