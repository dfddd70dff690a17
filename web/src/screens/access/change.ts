import type { WouldBe } from './answers';
import type { Asked } from './useAsked';

export const kinds = ['grant', 'member', 'ungrant', 'unmember', 'move', 'suspend'] as const;
export type Kind = (typeof kinds)[number];

/** What the address of a what-if says; `to` is whether a role is given to a user or a group. */
export const names = [
  'would',
  'to',
  'user',
  'group',
  'role',
  'unit',
  'scope',
  'scope_table',
  'scope_record',
  'id',
] as const;
export type WouldAsked = Asked<(typeof names)[number]>;

export function kindOf(text: string): Kind {
  return kinds.find((kind) => kind === text) ?? 'grant';
}

/** The change that is asked about; undefined while something of it is not named. */
export function changeOf(asked: WouldAsked): WouldBe | undefined {
  const { to, user, group, role, unit, id } = asked;
  switch (kindOf(asked.would)) {
    case 'grant': {
      const [whom, name] = to === 'group' ? (['group', group] as const) : (['user', user] as const);
      const scope = scopeOf(asked);
      if (!name || !role || !scope) return undefined;
      return { table: 'grant', op: 'insert', body: { [whom]: name, role, ...scope } };
    }
    case 'member':
      return user && group ? { table: 'member', op: 'insert', body: { group, user } } : undefined;
    case 'ungrant':
      return id ? { table: 'grant', op: 'delete', id } : undefined;
    case 'unmember':
      return id ? { table: 'member', op: 'delete', id } : undefined;
    case 'move':
      return user && unit ? { table: 'user', op: 'update', id: user, body: { unit } } : undefined;
    case 'suspend':
      return user ? { table: 'user', op: 'update', id: user, body: { status: 'suspended' } } : undefined;
  }
}

function scopeOf({ scope, scope_table, scope_record }: WouldAsked): Readonly<Record<string, string>> | undefined {
  if (scope === 'unit') return scope_record ? { scope, scope_record } : undefined;
  if (scope === 'table') return scope_table ? { scope, scope_table, ...(scope_record && { scope_record }) } : undefined;
  if (scope === 'record') return scope_table && scope_record ? { scope, scope_table, scope_record } : undefined;
  return { scope: 'everything' };
}
