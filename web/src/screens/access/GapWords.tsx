import { RecordName } from '@/parts/RecordLink';
import { useText } from '@/text/text';
import type { Gap } from './answers';

/** The rule that is missing, in words. */
export function GapWords({ gap }: { gap: Gap }) {
  const { t, word } = useText();
  return (
    <>
      {t(`access.gap.${gap.code}`, { action: word(gap.action), ...(gap.with && { other: word(gap.with) }) })}{' '}
      {gap.rule && <RecordName table="four_eyes_rule" id={gap.rule} />}
    </>
  );
}
