import { Link } from '@tanstack/react-router';
import { useHolds } from '@/api/me';
import { useMayOverEverything } from '@/api/record';
import { useText } from '@/text/text';
import classes from './Access.module.css';

const places = [
  ['/access', 'access.explorer'],
  ['/access/collusion', 'access.collusion'],
  ['/access/simulate', 'access.simulate'],
] as const;

/** The kinds of question about access, for who may ask about others. */
export function Places() {
  return useHolds()('access.why') ? <Asked /> : null;
}

/** Who could do something together is asked about everybody, or not at all. */
function Asked() {
  const { t } = useText();
  const everybody = useMayOverEverything('access.why') === true;
  return (
    <nav className={classes.places} aria-label={t('access.places')}>
      {places
        .filter(([to]) => everybody || to !== '/access/collusion')
        .map(([to, text]) => (
          <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
            {t(text)}
          </Link>
        ))}
    </nav>
  );
}
