import { describe, expect, it } from 'vitest';
import { names, type OutcomeAsked, questionOf } from './outcome';

const nothing = Object.fromEntries(names.map((name) => [name, ''])) as OutcomeAsked;

describe('a question about an outcome', () => {
  it('leaves out what another outcome speaks of', () => {
    const asked = { ...nothing, outcome: 'exception_force_closed', process: 'cash', role: 'auditor' };
    expect(questionOf(asked)).toEqual({ outcome: 'exception_force_closed', process: 'cash' });
  });

  it('is not asked without the role that would be gained', () => {
    expect(questionOf({ ...nothing, outcome: 'user_gains_role' })).toEqual({});
  });

  it('is not asked with an amount of no currency', () => {
    expect(questionOf({ ...nothing, outcome: 'payment_to_new_beneficiary', amount: '1.00' })).toEqual({});
  });

  it('is not asked for what is no outcome', () => {
    expect(questionOf({ ...nothing, outcome: 'rain' })).toEqual({});
  });
});
