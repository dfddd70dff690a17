import { describe, expect, it } from 'vitest';
import type { Alarm } from '@/api/alarm';
import { aloneOf, askedOf } from './alone';

function alarm(
  outcome: Alarm['outcome'],
  table: string,
  id: string,
  names: readonly string[],
  of = names.length,
): Alarm {
  const people = names.map((name) => ({ person: name.toLowerCase(), name, users: [] }));
  return { id, outcome, on: { table, id }, name: id, people, of, ways: [], found_at: '', changed_at: '' };
}

describe('what one person alone could do', () => {
  const role = alarm('user_gains_role', 'role', 'security', ['Ada', 'Tom'], 30);
  const other = alarm('user_gains_role', 'role', 'roles', ['Tom', 'Eva']);
  const paid = alarm('payment_to_new_beneficiary', 'account', 'eur', ['Ada']);

  it('is gathered by outcome, each person once', () => {
    const list = aloneOf([role, other, paid]);
    expect(list.map(({ outcome }) => outcome)).toEqual(['payment_to_new_beneficiary', 'user_gains_role']);
    expect(list[1]?.people).toEqual(['Ada', 'Tom', 'Eva']);
    expect(list[1]?.more).toBe(27);
  });

  it('is asked about by the record it is about', () => {
    expect(askedOf(paid)).toBe('/access/collusion?outcome=payment_to_new_beneficiary&account=eur');
    const there = { ...alarm('user_gains_role', 'unit', 'london', ['Eva']), roles: [{ role: 'keys', name: 'Keys' }] };
    expect(askedOf(there)).toBe('/access/collusion?outcome=user_gains_role&role=keys&scope=unit&scope_record=london');
    expect(askedOf(alarm('four_eyes_rule_off', 'four_eyes_rule', 'r', ['Ada']))).toContain('rule=r');
  });
});
