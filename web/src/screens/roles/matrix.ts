import type { Row } from '@/api/declared';
import { grouped } from '@/format/grouped';
import { areaName } from '@/text/words';

/** A role as the matrix has it. */
export interface Role {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** What the program says: it is cloned, not edited. */
  readonly standard: boolean;
  readonly own: ReadonlySet<string>;
  readonly includes: readonly string[];
  /** With what comes by the roles that it includes, by permission: of which role. */
  readonly all: ReadonlyMap<string, string>;
}

/** The rows as roles, each with all that it holds: its own permissions and those of the roles it includes. */
export function rolesOf(rows: readonly Row[]): readonly Role[] {
  const by = new Map(rows.map((row) => [row.id, row]));
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    name: String(row.name),
    standard: Number(row.standard) > 0,
    own: new Set(textsOf(row.permissions)),
    includes: textsOf(row.includes),
    all: held(row, by, new Map(), new Set()),
  }));
}

function held(row: Row, by: ReadonlyMap<string, Row>, all: Map<string, string>, seen: Set<string>) {
  seen.add(row.id);
  for (const permission of textsOf(row.permissions)) if (!all.has(permission)) all.set(permission, row.id);
  for (const id of textsOf(row.includes)) {
    const included = by.get(id);
    if (included && !seen.has(id)) held(included, by, all, seen);
  }
  return all;
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Permissions of one table, or of what a command is about. */
export interface About {
  readonly about: string;
  readonly area: string;
  readonly permissions: readonly string[];
}

/** The permissions by what they are about, in the order of their areas' names. */
export function groupsOf(
  permissions: readonly string[],
  areas: Readonly<Record<string, string>>,
  word: (name: string) => string,
): readonly About[] {
  const by = grouped(permissions, (permission) => permission.split('.', 1)[0] ?? '');
  return [...by]
    .map(([about, list]) => ({ about, area: areaName(areas[about] ?? about), permissions: list }))
    .sort((a, b) => word(a.area).localeCompare(word(b.area)) || word(a.about).localeCompare(word(b.about)));
}

/** What a role that is being edited would hold besides, and what no more. */
export function differs(before: ReadonlySet<string>, after: ReadonlySet<string>) {
  return {
    more: [...after].filter((permission) => !before.has(permission)),
    less: [...before].filter((permission) => !after.has(permission)),
  };
}
