import type { About, Role } from './matrix';

/** What the address of the matrix says. */
export const names = ['area', 'find', 'kind', 'name', 'role', 'edit'] as const;
export type Shown = Readonly<Record<(typeof names)[number], string>>;

export const kinds = ['', 'own', 'standard'] as const;

/** The permissions that are listed: those that the words find, or else those of the area. */
export function ofArea(groups: readonly About[], area: string, find: string, word: (name: string) => string) {
  const wanted = find.trim().toLowerCase();
  if (wanted === '') return groups.filter((group) => word(group.area) === area);
  return groups
    .map((group) => ({
      ...group,
      permissions: group.permissions.filter((permission) =>
        `${permission} ${word(permission)}`.toLowerCase().includes(wanted),
      ),
    }))
    .filter(({ permissions }) => permissions.length > 0);
}

/** Whether the role is of the kind and name asked for, and holds any of the permissions that are listed. */
export function ofRole(role: Role, groups: readonly About[], { kind, name }: Pick<Shown, 'kind' | 'name'>): boolean {
  if (kind !== '' && role.standard !== (kind === 'standard')) return false;
  if (!role.name.toLowerCase().includes(name.trim().toLowerCase())) return false;
  // A role that was asked for by its name stands there even if it holds nothing of this.
  return name.trim() !== '' || groups.some(({ permissions }) => permissions.some((one) => role.all.has(one)));
}
