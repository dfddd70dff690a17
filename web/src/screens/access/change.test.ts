import { describe, expect, it } from 'vitest';
import { changeOf, names, type WouldAsked } from './change';

const nothing = Object.fromEntries(names.map((name) => [name, ''])) as WouldAsked;

describe('what would be', () => {
  it('is a role given over everything where no scope is named', () => {
    expect(changeOf({ ...nothing, user: 'mia', role: 'clerk' })).toEqual({
      table: 'grant',
      op: 'insert',
      body: { user: 'mia', role: 'clerk', scope: 'everything' },
    });
  });

  it('names the group alone when the role is given to a group', () => {
    const asked = { ...nothing, to: 'group', user: 'mia', group: 'clerks', role: 'clerk', scope: 'unit' };
    expect(changeOf(asked)).toBeUndefined();
    expect(changeOf({ ...asked, scope_record: 'vienna' })?.body).toEqual({
      group: 'clerks',
      role: 'clerk',
      scope: 'unit',
      scope_record: 'vienna',
    });
  });

  it('is a role on every record of a table, or on those of a unit', () => {
    const asked = { ...nothing, user: 'mia', role: 'table-admin', scope: 'table' };
    expect(changeOf(asked)).toBeUndefined();
    const every = { user: 'mia', role: 'table-admin', scope: 'table', scope_table: 'reference_table' };
    expect(changeOf({ ...asked, scope_table: 'reference_table' })?.body).toEqual(every);
    expect(changeOf({ ...asked, scope_table: 'reference_table', scope_record: 'vienna' })?.body).toEqual({
      ...every,
      scope_record: 'vienna',
    });
  });

  it('is the end of a record that is there', () => {
    expect(changeOf({ ...nothing, would: 'unmember', id: 'm1' })).toEqual({ table: 'member', op: 'delete', id: 'm1' });
  });

  it('is a user in another unit', () => {
    expect(changeOf({ ...nothing, would: 'move', user: 'mia', unit: 'paris' })).toEqual({
      table: 'user',
      op: 'update',
      id: 'mia',
      body: { unit: 'paris' },
    });
  });

  it('is a user who may act no more', () => {
    expect(changeOf({ ...nothing, would: 'suspend', user: 'mia' })).toEqual({
      table: 'user',
      op: 'update',
      id: 'mia',
      body: { status: 'suspended' },
    });
  });

  it.each([
    'grant',
    'member',
    'ungrant',
    'unmember',
    'move',
    'suspend',
  ])('is not asked while nothing of a %s is named', (would) => {
    expect(changeOf({ ...nothing, would })).toBeUndefined();
  });
});
