import { describe, expect, it } from 'vitest';
import { ofArea, ofRole } from './matching';
import { groupsOf, rolesOf } from './matrix';

const word = (name: string) => (name === 'access' ? 'Access' : name);
const groups = groupsOf(['unit.view', 'unit.insert', 'order.view'], { unit: 'directory', order: 'payments' }, word);
const [clerk, viewer] = rolesOf([
  { id: 'c', version: 1, name: 'Clerk', permissions: ['order.view'], includes: [], standard: 0 },
  { id: 'v', version: 1, name: 'viewer', permissions: ['unit.view'], includes: [], standard: 3 },
]);

describe('the matrix', () => {
  it('lists the permissions of one area, or those that are found in any', () => {
    expect(ofArea(groups, 'Access', '', word).map(({ about }) => about)).toEqual(['unit']);
    expect(ofArea(groups, 'Access', 'VIEW', word).map(({ permissions }) => permissions)).toEqual([
      ['unit.view'],
      ['order.view'],
    ]);
  });

  it('lists the roles that hold any of them, unless one is asked for by name', () => {
    if (!clerk || !viewer) throw new Error('There are two roles.');
    const listed = ofArea(groups, 'Access', '', word);
    expect(ofRole(clerk, listed, { kind: '', name: '' })).toBe(false);
    expect(ofRole(clerk, listed, { kind: '', name: 'cler' })).toBe(true);
    expect(ofRole(viewer, listed, { kind: '', name: '' })).toBe(true);
    expect(ofRole(viewer, listed, { kind: 'own', name: '' })).toBe(false);
  });
});
