/** A view of a table that somebody kept: its name, and what the address says of it. */
export interface KeptView {
  readonly name: string;
  /** As it stands behind the address: ?filter=…&sort=…. */
  readonly search: string;
}

/** Whose views of which table, in this browser. */
const placeOf = (user: string, table: string) => `countersign.views.${user}.${table}`;

export function readViews(user: string, table: string): readonly KeptView[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(placeOf(user, table)) ?? '[]');
    return Array.isArray(list) ? list.filter(isView) : [];
  } catch {
    return []; // what somebody else wrote there is none of ours
  }
}

export function writeViews(user: string, table: string, views: readonly KeptView[]): void {
  localStorage.setItem(placeOf(user, table), JSON.stringify(views));
}

/** With a view kept, in the order of their names; one of the same name takes its place. */
export function withView(views: readonly KeptView[], view: KeptView): readonly KeptView[] {
  return [...views.filter(({ name }) => name !== view.name), view].toSorted((a, b) => a.name.localeCompare(b.name));
}

function isView(value: unknown): value is KeptView {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('search' in value)) return false;
  return typeof value.name === 'string' && typeof value.search === 'string';
}
