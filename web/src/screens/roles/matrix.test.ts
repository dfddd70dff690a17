import { describe, expect, it } from 'vitest';
import type { Row } from '@/api/declared';
import { differs, groupsOf, rolesOf } from './matrix';

const row = (id: string, permissions: string[], includes: string[] = [], standard = 0): Row => ({
  id,
  version: 1,
  name: id,
  permissions,
  includes,
  standard,
});

describe('a role', () => {
  it('holds what the roles hold that it includes, and says of which it comes', () => {
    const [solver] = rolesOf([
      row('solver', ['exception.close'], ['viewer']),
      row('viewer', ['run.view'], ['guest']),
      row('guest', ['unit.view', 'exception.close']),
    ]);
    expect([...(solver?.all ?? [])]).toEqual([
      ['exception.close', 'solver'],
      ['run.view', 'viewer'],
      ['unit.view', 'guest'],
    ]);
    expect([...(solver?.own ?? [])]).toEqual(['exception.close']);
  });

  it('ends where an included one is not there, or includes it back', () => {
    const [a] = rolesOf([row('a', ['x.view'], ['b', 'gone']), row('b', ['y.view'], ['a'])]);
    expect([...(a?.all.keys() ?? [])]).toEqual(['x.view', 'y.view']);
  });
});

describe('permissions', () => {
  it('stand by what they are about, and that by its area', () => {
    const groups = groupsOf(
      ['unit.view', 'order.view', 'audit.view', 'unit.insert'],
      { unit: 'directory', order: 'payments' },
      (name) => name,
    );
    expect(groups).toEqual([
      { about: 'unit', area: 'access', permissions: ['unit.view', 'unit.insert'] },
      { about: 'audit', area: 'audit', permissions: ['audit.view'] },
      { about: 'order', area: 'payments', permissions: ['order.view'] },
    ]);
  });

  it('differ by what is more and what is less', () => {
    expect(differs(new Set(['a', 'b']), new Set(['b', 'c']))).toEqual({ more: ['c'], less: ['a'] });
  });
});
