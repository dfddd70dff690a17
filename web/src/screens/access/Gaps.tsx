import { IconBan, IconHelpCircle } from '@tabler/icons-react';
import { RecordLink } from '@/parts/RecordLink';
import { useText } from '@/text/text';
import type { Gap } from './answers';
import classes from './Sets.module.css';

/** The rules whose absence lets the set act, each named; what is only assumed says so. */
export function Gaps({ gaps }: { gaps: readonly Gap[] }) {
  const { t, word } = useText();
  return (
    <div className={classes.gaps}>
      <h4>{t('access.gaps')}</h4>
      {gaps.length === 0 && <p>{t('access.gaps.none')}</p>}
      <ul>
        {gaps.map((gap) => (
          <li key={`${gap.code} ${gap.action} ${gap.rule} ${gap.with}`} data-code={gap.code}>
            {gap.code === 'assumed' ? <IconHelpCircle size={17} aria-hidden /> : <IconBan size={17} aria-hidden />}
            <span>
              {t(`access.gap.${gap.code}`, { action: word(gap.action), ...(gap.with && { other: word(gap.with) }) })}{' '}
              {gap.rule && <RecordLink table="four_eyes_rule" id={gap.rule} />}
              {gap.code === 'assumed' && <> {t('access.gap.why')}</>}{' '}
              <span className={classes.quiet}>{t(gap.alone ? 'access.gap.alone' : 'access.gap.notAlone')}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
