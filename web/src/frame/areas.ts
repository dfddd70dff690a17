import type { Table } from '@/api/declared';
import type { Screen } from '@/screens/list';
import type { Key } from '@/text/catalogue';

/** One door of the rail: a screen by its text, or a table by its name. */
export interface Door {
  readonly to: string;
  readonly text?: Key;
  readonly table?: string;
}

/** The areas in the order of the trade; what is not named here comes after. */
const order = ['netting', 'payments', 'deliver', 'recon', 'refdata', 'directory', 'policy', 'review', 'audit'];

/** The areas that somebody may enter, with one door to each thing in them. */
export function areasOf(
  screens: readonly Screen[],
  tables: readonly Table[],
  holds: (permission: string) => boolean,
): readonly (readonly [area: string, doors: readonly Door[]])[] {
  const areas = new Map<string, Door[]>();
  const led = new Set<string>();
  const add = (area: string, door: Door) => areas.set(area, [...(areas.get(area) ?? []), door]);
  for (const { path, rail } of screens)
    if (rail && [rail.permission].flat().some(holds) && !(rail.unless && holds(rail.unless))) {
      add(rail.area, { to: path, text: rail.text });
      led.add(path).add(`/${rail.table}`);
    }
  for (const table of tables) {
    const to = `/${table.name}`;
    if (isEntered(table, tables) && !led.has(to)) add(table.area, { to, table: table.name });
  }
  const rank = (area: string) => (order.includes(area) ? order.indexOf(area) : order.length);
  return [...areas].sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b));
}

/** What stands beneath something else, and is looked for by itself all the same. */
const soughtAlone = ['invoice', 'rate', 'settlement', 'order', 'run', 'exception'];

/** Tables that are parts of another are entered through it, where one may enter that. */
function isEntered(table: Table, tables: readonly Table[]): boolean {
  const through = tables.some(({ name, may }) => name === table.parent && may.view);
  return (table.may.view || table.may.insert) && (!through || soughtAlone.includes(table.name));
}
