import { useMe } from '@/api/me';
import { useText } from '@/text/text';
import classes from './Completions.module.css';
import type { Names, Standing } from './standing';

/** So many ways are read at a glance; the others are folded. */
const shown = 4;

interface Props {
  readonly standing: Pick<Standing, 'completions' | 'all_completions'>;
  readonly names: Names;
}

/** The smallest sets of people whose signatures would make the package accepted. */
export function Completions({ standing, names }: Props) {
  const { t } = useText();
  const sets = standing.completions;
  const [first] = sets;
  if (first?.length === 0) return null;
  return (
    <div className={classes.completions}>
      <h3>{t('sign.completions')}</h3>
      {sets.length === 0 && <p>{t('sign.completions.none')}</p>}
      <Sets sets={sets.slice(0, shown)} names={names} />
      {sets.length > shown && (
        <details>
          <summary>{t('sign.completions.more', { n: sets.length - shown })}</summary>
          <Sets sets={sets.slice(shown)} names={names} />
        </details>
      )}
      {sets.length > 0 && !standing.all_completions && <p>{t('sign.completions.cut')}</p>}
    </div>
  );
}

function Sets({ sets, names }: { sets: readonly (readonly string[])[]; names: Names }) {
  const { t } = useText();
  const { user: me } = useMe();
  return (
    <ul className={classes.sets}>
      {sets.map((set) => (
        <li key={set.join('/')} data-mine={set.includes(me.id)}>
          {set.map((user) => (user === me.id ? t('sign.you') : names.user(user))).join(` ${t('sign.and')} `)}
        </li>
      ))}
    </ul>
  );
}
