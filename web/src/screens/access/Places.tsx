import { Link } from '@tanstack/react-router';
import { useHolds } from '@/api/me';
import { useText } from '@/text/text';
import classes from './Access.module.css';

const places = [
  ['/access', 'access.explorer'],
  ['/access/collusion', 'access.collusion'],
  ['/access/simulate', 'access.simulate'],
] as const;

/** The three kinds of question about access. */
export function Places() {
  const { t } = useText();
  const holds = useHolds();
  if (!holds('access.why')) return null;
  return (
    <nav className={classes.places} aria-label={t('access.places')}>
      {places.map(([to, text]) => (
        <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
          {t(text)}
        </Link>
      ))}
    </nav>
  );
}
