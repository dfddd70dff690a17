import { useMay } from '@/api/record';
import { Door } from '@/parts/Door';
import { RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import type { Exception } from './exception';
import classes from './Recon.module.css';

/** The match by hand that closed an exception, or the way to accept a pair as it is. */
export function ByHand({ exception: x }: { exception: Exception }) {
  if (x.handMatch !== '') return <Matched id={x.handMatch} />;
  return x.kind === 'partial' && x.state !== 'closed' ? <Accept exception={x} /> : null;
}

function Matched({ id }: { id: string }) {
  const { t } = useText();
  const may = useMay('hand_match.break', 'hand_match', id, true);
  return (
    <Section title={t('recon.byHand')}>
      <div className={classes.none}>
        <RecordLink table="hand_match" id={id} />{' '}
        {may && <Door to={`/hand_match/${encodeURIComponent(id)}/do/break`}>{t('recon.byHand.break')}</Door>}
      </div>
    </Section>
  );
}

function Accept({ exception: x }: { exception: Exception }) {
  const { t } = useText();
  const may = useMay('exception.match', 'exception', x.id, true);
  if (!may) return null;
  return (
    <Section title={t('recon.byHand')}>
      <div className={classes.none}>
        <Door to={`/exception/${encodeURIComponent(x.id)}/do/match`}>{t('recon.byHand.accept')}</Door>
      </div>
    </Section>
  );
}
