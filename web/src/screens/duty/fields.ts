import type { Draft } from '@/form/draft';
import { grouped } from '@/format/grouped';

/** The columns of a duty rule as its form asks for them; what only one kind has stands after the kind. */
export const order: readonly string[] = [
  'name',
  'kind',
  'roles',
  'permissions',
  'too_many',
  'within',
  'unit',
  'duties',
  'left_unit',
  'right_unit',
  'left_group',
  'right_group',
  'mode',
  'reason',
  'enabled',
];

/** What a rule of another kind says: nothing of what it said before stays. */
export function ofKind(kind: string): Draft {
  return {
    kind,
    roles: '',
    permissions: '',
    too_many: kind === 'static' ? '2' : '',
    within: kind === 'static' ? 'everywhere' : '',
    unit: '',
    duties: '',
    left_unit: '',
    right_unit: '',
    left_group: '',
    right_group: '',
  };
}

/** The duties of a dynamic rule as the field has them; two empty ones to begin with. */
export function dutiesOf(entered: string): readonly (readonly string[])[] {
  let list: readonly { readonly actions?: readonly string[] | null }[] = [];
  try {
    const read: unknown = JSON.parse(entered);
    if (Array.isArray(read)) list = read;
  } catch {
    // Nothing was entered yet.
  }
  const duties = list.map(({ actions }) => actions ?? []);
  return duties.length < 2 ? [...duties, ...Array<readonly string[]>(2 - duties.length).fill([])] : duties;
}

export function textOf(duties: readonly (readonly string[])[]): string {
  return duties.every((actions) => actions.length === 0) ? '' : JSON.stringify(duties.map((actions) => ({ actions })));
}

/** What an act is done to: the table of a permission such as package.sign. */
export function recordOf(permission: string): string {
  return permission.slice(0, permission.indexOf('.'));
}

/** Acts by what they are done to, what was chosen already first: duties are about one record and its parts. */
export function actsBy(permissions: readonly string[], chosen: readonly string[]): ReadonlyMap<string, string[]> {
  const acts = permissions.filter((one) => !one.endsWith('.view'));
  const first = new Set(chosen.map(recordOf));
  return grouped(
    acts.toSorted((a, b) => Number(first.has(recordOf(b))) - Number(first.has(recordOf(a))) || a.localeCompare(b)),
    recordOf,
  );
}
