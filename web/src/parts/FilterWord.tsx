import { IconX } from '@tabler/icons-react';
import { useText } from '@/text/text';
import classes from './FilterWord.module.css';

/** One filter in words; pressing it takes the filter away. */
export function FilterWord({ words, onRemove }: { words: string; onRemove: () => void }) {
  const { t } = useText();
  return (
    <button
      type="button"
      className={classes.word}
      aria-label={t('table.filter.remove', { filter: words })}
      onClick={onRemove}
    >
      {words}
      <IconX size={13} aria-hidden />
    </button>
  );
}
