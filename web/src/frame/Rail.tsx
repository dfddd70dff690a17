import {
  IconBinaryTree,
  IconBuildingBank,
  IconEyeCheck,
  IconFileCheck,
  IconHome,
  IconListCheck,
  IconScale,
  IconSend,
  IconStack2,
  IconTable,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type Table, useTables } from '@/api/declared';
import { useHolds } from '@/api/me';
import { screens } from '@/screens/list';
import { useText } from '@/text/text';
import { areaName } from '@/text/words';
import classes from './Rail.module.css';

const icons: Readonly<Record<string, typeof IconTable>> = {
  payments: IconBuildingBank,
  netting: IconStack2,
  recon: IconScale,
  deliver: IconSend,
  directory: IconBinaryTree,
  policy: IconEyeCheck,
  review: IconListCheck,
  audit: IconFileCheck,
};

/** The areas in the order of the trade; what is not named here comes after. */
const order = ['netting', 'payments', 'deliver', 'recon', 'refdata', 'directory', 'policy', 'review', 'audit'];

interface Line {
  readonly to: string;
  readonly text: string;
}

/** The areas that this person may enter, and no other doors. */
export function Rail({ open }: { open: boolean }) {
  const { t } = useText();
  const areas = useAreas();
  return (
    <nav className={classes.rail} data-open={open} aria-label={t('frame.areas')} id="rail">
      <ul>
        <RailLine to="/" text={t('frame.home')} Icon={IconHome} exact />
        <RailLine to="/change" text={t('frame.inbox')} Icon={IconEyeCheck} />
      </ul>
      {areas.map(([area, lines]) => (
        <Area key={area} area={area} lines={lines} />
      ))}
    </nav>
  );
}

function Area({ area, lines }: { area: string; lines: readonly Line[] }) {
  const { word, plural } = useText();
  const name = area === 'review' ? plural('access_review') : word(areaName(area)); // review alone is what one does
  const Icon = icons[area] ?? IconTable;
  return (
    <section className={classes.area} aria-label={name}>
      <h2 className={classes.head}>
        <Icon size={15} stroke={1.7} aria-hidden />
        {name}
      </h2>
      <ul>
        {lines.map((line) => (
          <RailLine key={line.to} {...line} />
        ))}
      </ul>
    </section>
  );
}

function RailLine({ to, text, Icon, exact = false }: Line & { Icon?: typeof IconTable; exact?: boolean }) {
  return (
    <li>
      <Link
        to={to}
        activeOptions={{ exact, includeSearch: false }}
        className={classes.line}
        data-plain={Icon !== undefined}
      >
        {Icon && <Icon size={15} stroke={1.7} aria-hidden />}
        {text}
      </Link>
    </li>
  );
}

function useAreas(): readonly (readonly [area: string, lines: readonly Line[]])[] {
  const { t, plural } = useText();
  const holds = useHolds();
  const tables = useTables();
  const areas = new Map<string, Line[]>();
  const add = (area: string, line: Line) => areas.set(area, [...(areas.get(area) ?? []), line]);
  for (const { path, rail } of screens)
    if (rail && [rail.permission].flat().some(holds) && !(rail.unless && holds(rail.unless)))
      add(rail.area, { to: path, text: t(rail.text) });
  for (const table of tables)
    if (isEntered(table, tables)) add(table.area, { to: `/${table.name}`, text: plural(table.name) });
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
