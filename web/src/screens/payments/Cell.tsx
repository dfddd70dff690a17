import { IconHourglass, IconX } from '@tabler/icons-react';
import { useText } from '@/text/text';
import classes from './Matrix.module.css';

interface Props {
  readonly names: readonly [string, string];
  readonly excluded: boolean;
  /** Whether a change of this pair waits for other people. */
  readonly waits: boolean;
  readonly lit: 'cell' | 'line' | undefined;
  readonly place: string;
  readonly tabbed: boolean;
  readonly onFocus: () => void;
  readonly onChoose: () => void;
}

/** One pair of jobs; filled means not together. */
export function Cell({ names, excluded, waits, lit, place, tabbed, onFocus, onChoose }: Props) {
  const { t } = useText();
  const sentence = useSentence(names, excluded);
  return (
    <td className={classes.cell} data-lit={lit} data-excluded={excluded}>
      <button
        type="button"
        data-at={place}
        tabIndex={tabbed ? 0 : -1}
        aria-pressed={lit === 'cell'}
        aria-label={waits ? `${sentence} ${t('cust.waits')}` : sentence}
        title={sentence}
        onFocus={onFocus}
        onClick={onChoose}
      >
        {waits ? <IconHourglass size={15} aria-hidden /> : excluded && <IconX size={15} stroke={2.2} aria-hidden />}
      </button>
    </td>
  );
}

/** 'Mayor and Notary may not sign together.' */
export function useSentence([a, b]: readonly [string, string], excluded: boolean): string {
  const { t } = useText();
  if (a === b) return t(excluded ? 'cust.not.same' : 'cust.may.same', { a });
  return t(excluded ? 'cust.not' : 'cust.may', { a, b });
}
