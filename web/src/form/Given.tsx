import { useSearch } from '@tanstack/react-router';
import type { Column, Json } from '@/api/declared';
import { useText } from '@/text/text';
import classes from './Form.module.css';
import { prefillOf } from './prefill';

/** What the address gives the form to begin with. */
export function useGiven(columns: readonly Column[]): Readonly<Record<string, Json>> {
  const search: Record<string, unknown> = useSearch({ strict: false });
  return prefillOf(columns, search);
}

/** Says that a link filled fields in: who followed it looks at what it says. */
export function Given({ given }: { given: Readonly<Record<string, Json>> }) {
  const { t, word } = useText();
  const names = Object.keys(given);
  if (names.length === 0) return null;
  return <p className={classes.given}>{t('write.given', { fields: names.map(word).join(', ') })}</p>;
}
