import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRecord } from '@/api/record';
import type { Judged, Judging } from '@/api/review';
import { RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import { ItemWords } from './ItemLine';
import classes from './Review.module.css';

interface Props {
  readonly judged: readonly Judged[];
  readonly busy: boolean;
  readonly onJudge: (judging: Judging) => void;
}

/** What became of each verdict given here. */
export function Became({ judged, busy, onJudge }: Props) {
  const { t } = useText();
  return (
    <Section title={t('review.became')}>
      <ul className={classes.items} aria-label={t('review.became')}>
        {judged.map((one) => (
          <li key={one.item.id} className={classes.item}>
            <ItemWords item={one.item} />
            <Result judged={one} busy={busy} onJudge={onJudge} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Result({ judged, busy, onJudge }: { judged: Judged } & Omit<Props, 'judged'>) {
  const { t, said, refusal } = useText();
  const { outcome, verdict, code = '', detail = '' } = judged;
  if (!outcome)
    return (
      <div className={classes.result}>
        <Status state="refused" />
        <span>{refusal(code, detail).told}</span>
        {code === 'grant_changed' && <Changed judged={judged} busy={busy} onJudge={onJudge} />}
      </div>
    );
  if (outcome.state !== 'held')
    return (
      <div className={classes.result}>
        <Status state={verdict} />
        {outcome.detail && <span>{said(outcome.detail)}</span>}
      </div>
    );
  return (
    <div className={classes.result}>
      <Status state="held" />
      <Link to="/change/$id" params={{ id: outcome.change ?? '' }}>
        {t('write.follow')}
      </Link>
    </div>
  );
}

/** What changed since the review began is looked at again, and confirmed as it is now. */
function Changed({ judged: { item }, busy, onJudge }: { judged: Judged } & Omit<Props, 'judged'>) {
  const { t } = useText();
  const record = useRecord(item.kind, item.record).data;
  return (
    <>
      <RecordLink table={item.kind} id={item.record}>
        {t('review.again')}
      </RecordLink>
      {record && (
        <Button
          size="compact-sm"
          variant="default"
          loading={busy}
          onClick={() => onJudge({ items: [item], verdict: 'confirmed', reason: '', seen: record.version })}
        >
          {t('review.again.confirm', { version: record.version })}
        </Button>
      )}
    </>
  );
}
