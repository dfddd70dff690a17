import { describe, expect, it } from 'vitest';
import { forms, rulesOf, takes, textOf } from './ticket';

describe('the number of a ticket', () => {
  it('has the form as a whole', () => {
    expect(takes('OPS-\\d+', 'OPS-142')).toBe(true);
    expect(takes('OPS-\\d+', 'OPS-142 and more')).toBe(false);
    expect(takes('A|B', 'AC')).toBe(false);
    expect(takes('', 'anything')).toBe(true);
  });

  it('is not judged by a form that the browser cannot read', () => {
    expect(takes('(?i)ops-\\d+', 'ops-1')).toBeUndefined();
    expect(takes('(', '(')).toBeUndefined();
  });

  it('is taken by every usual form with its example', () => {
    for (const { pattern, example } of forms) expect(takes(pattern, example)).toBe(true);
  });
});

describe('the rules of tickets', () => {
  it('are read and written without empty conditions', () => {
    expect(rulesOf('')).toEqual([]);
    expect(rulesOf('{"a":1}')).toEqual([]);
    expect(textOf([])).toBe('[]');
    expect(textOf([{ action: 'user.insert', condition: '' }])).toBe('[{"action":"user.insert"}]');
    expect(rulesOf(textOf([{ action: 'user.insert', condition: 'true' }]))).toEqual([
      { action: 'user.insert', condition: 'true' },
    ]);
  });
});
