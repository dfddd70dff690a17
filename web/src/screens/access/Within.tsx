import { useText } from '@/text/text';
import classes from './Access.module.css';
import type { Scope } from './answers';
import { ScopeNames } from './Path';

/** Where an answer holds for who may ask about some units alone; nothing for who may ask about everything. */
export function Within({ scopes }: { scopes: readonly Scope[] | undefined }) {
  const { t } = useText();
  if (!scopes) return null;
  return (
    <p className={classes.note}>
      {t('access.within')} <ScopeNames scopes={scopes} />
    </p>
  );
}
