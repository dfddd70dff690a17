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
import { useTables } from '@/api/declared';
import { useHolds } from '@/api/me';
import { screens } from '@/screens/list';
import { useText } from '@/text/text';
import { areaName } from '@/text/words';
import { areasOf, type Door } from './areas';
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

/** The areas that this person may enter, and no other doors. */
export function Rail({ open }: { open: boolean }) {
  const { t } = useText();
  const areas = areasOf(screens, useTables(), useHolds());
  return (
    <nav className={classes.rail} data-open={open} aria-label={t('frame.areas')} id="rail">
      <ul>
        <RailLine to="/" text={t('frame.home')} Icon={IconHome} exact />
        <RailLine to="/change" text={t('frame.inbox')} Icon={IconEyeCheck} />
      </ul>
      {areas.map(([area, doors]) => (
        <Area key={area} area={area} doors={doors} />
      ))}
    </nav>
  );
}

function Area({ area, doors }: { area: string; doors: readonly Door[] }) {
  const { t, word, plural } = useText();
  const name = area === 'review' ? plural('access_review') : word(areaName(area)); // review alone is what one does
  const Icon = icons[area] ?? IconTable;
  return (
    <section className={classes.area} aria-label={name}>
      <h2 className={classes.head}>
        <Icon size={15} stroke={1.7} aria-hidden />
        {name}
      </h2>
      <ul>
        {doors.map(({ to, text, table }) => (
          <RailLine key={to} to={to} text={text ? t(text) : plural(table ?? '')} />
        ))}
      </ul>
    </section>
  );
}

interface RailLineProps {
  to: string;
  text: string;
  Icon?: typeof IconTable;
  exact?: boolean;
}

function RailLine({ to, text, Icon, exact = false }: RailLineProps) {
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
