import { IconArrowsExchange, IconCheck, IconCircleDashed, IconHourglass, IconLock, IconX } from '@tabler/icons-react';
import { useText } from '@/text/text';
import classes from './Status.module.css';
import { kindOf, type StatusKind } from './statuses';

const icons: Record<StatusKind, typeof IconCheck> = {
  waiting: IconHourglass,
  agreed: IconCheck,
  refused: IconX,
  stale: IconArrowsExchange,
  sealed: IconLock,
  plain: IconCircleDashed,
};

/** A state in its word, its icon and its colour; the same wherever it appears. */
export function Status({ state, kind = kindOf(state) }: { state: string; kind?: StatusKind }) {
  const { word } = useText();
  const Icon = icons[kind];
  return (
    <span className={classes.status} data-kind={kind}>
      <Icon size={14} stroke={2} aria-hidden />
      {word(state)}
    </span>
  );
}
