import { describe, expect, it } from 'vitest';
import { holdingsOf } from './holdings';

const everything = { kind: 'everything' };
const byGroup = { grant: 'g1', group: 'auditors', member: 'm1', through: ['viewer'], scope: everything };
const byOther = { grant: 'g1', group: 'auditors', member: 'm2', through: ['viewer'], scope: everything };
const own = { grant: 'g2', through: ['clerk'], scope: { kind: 'unit', id: 'vienna' } };

describe('what somebody holds', () => {
  it('is told by grant, with every permission that comes by it', () => {
    const told = holdingsOf([
      { permission: 'unit.view', grants: [byGroup, own] },
      { permission: 'user.view', grants: [byGroup] },
    ]);
    expect(told).toEqual([
      { reason: byGroup, permissions: ['unit.view', 'user.view'] },
      { reason: own, permissions: ['unit.view'] },
    ]);
  });

  it('keeps two memberships of one group apart, for each may end alone', () => {
    expect(holdingsOf([{ permission: 'unit.view', grants: [byGroup, byOther] }])).toHaveLength(2);
  });
});
