import { SegmentedControl } from '@mantine/core';
import type { Change } from '@/api/change';
import type { Judged } from '@/api/together';
import { ChangedRows } from '@/parts/ChangedRows';
import { ChangeAbout, ChangeName } from '@/parts/ChangeLine';
import { Digest } from '@/parts/Digest';
import { Person } from '@/parts/RecordLink';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import { behalfOf } from './several';
import classes from './Together.module.css';

interface Props {
  readonly change: Change;
  readonly left: boolean;
  readonly judged: Judged | undefined;
  readonly onLeave: (left: boolean) => void;
}

/** One of several changes: what it is, before and after, and whether it is agreed to or left out. */
export function TogetherItem({ change, left, judged, onLeave }: Props) {
  const { t } = useText();
  const behalf = behalfOf(change);
  return (
    <li className={classes.item} data-left={left && !judged}>
      <div className={classes.line}>
        <div className={classes.what}>
          <span>
            <ChangeName change={change} /> · <ChangeAbout change={change} />
          </span>
          <span className={classes.quiet}>
            <Person id={change.maker} names={change.names} />
            {change.reason && <>: {change.reason}</>}
            {change.ticket && <> · {change.ticket}</>}
          </span>
          {behalf && (
            <span className={classes.quiet}>{t('together.deputy', { name: change.names[behalf] ?? behalf })}</span>
          )}
        </div>
        {judged ? <Became judged={judged} /> : <Verdict change={change} left={left} onLeave={onLeave} />}
      </div>
      <details>
        <summary>{t('together.what')}</summary>
        <ChangedRows rows={change.rows} />
        <p className={classes.quiet}>
          {t('change.digest')} <Digest value={change.digest} />
        </p>
      </details>
    </li>
  );
}

function Verdict({ change, left, onLeave }: Pick<Props, 'change' | 'left' | 'onLeave'>) {
  const { t, word } = useText();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('together.verdict', { name: `${word(change.command)} ${change.record.id}` })}
      value={left ? 'leave' : 'agree'}
      onChange={(value) => onLeave(value === 'leave')}
      data={[
        { value: 'agree', label: t('together.agree') },
        { value: 'leave', label: t('together.leave') },
      ]}
    />
  );
}

/** What became of it, with the reason where it is not what was wanted. */
function Became({ judged: { outcome, code = '', detail = '' } }: { judged: Judged }) {
  const { t, said, refusal } = useText();
  if (!outcome)
    return (
      <span className={classes.became}>
        <Status state="refused" />
        {refusal(code, detail).told}
      </span>
    );
  const { state, missing = [], detail: why } = outcome;
  return (
    <span className={classes.became}>
      <Status state={state} />
      {why && said(why)}
      {state === 'held' && t('change.next.more', { missing: [...new Set(missing)].map(said).join('; ') })}
    </span>
  );
}
