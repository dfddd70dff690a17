import { Button, Textarea } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { type Change, useDecision, type Verdict } from '@/api/change';
import { useMe } from '@/api/me';
import { formatMoment } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './Decision.module.css';
import { isLast, missingOf } from './rule';

/** What the person can do about the change, and what each step would mean. */
export function Decision({ change }: { change: Change }) {
  const { t, word, said } = useText();
  const { user } = useMe();
  const whyNot = change.why_not && said(change.why_not);
  if (change.state !== 'pending') return <Ended change={change} />;
  if (change.can_decide)
    return <Decide change={change} verdicts={['approve', 'reject']} next={<Next change={change} />} />;
  if (change.maker === user.id) return <Decide change={change} verdicts={['withdraw']} next={whyNot} />;
  return (
    <Section title={word('pending')}>
      <p className={classes.note}>
        {t('change.next.not')} {whyNot}
      </p>
    </Section>
  );
}

function Next({ change }: { change: Change }) {
  const { t, said } = useText();
  return isLast(change)
    ? t('change.next.last')
    : t('change.next.more', { missing: missingOf(change).map(said).join('; ') });
}

function Ended({ change }: { change: Change }) {
  const { t, word, said, locale } = useText();
  return (
    <Section title={word(change.state)}>
      <div className={classes.note}>
        <p>{t('change.ended', { when: formatMoment(change.ended_at, locale) })}</p>
        {change.ended_why && <p>{said(change.ended_why)}</p>}
        {change.state === 'executed' && <p>{t('change.undo')}</p>}
      </div>
    </Section>
  );
}

interface DecideProps {
  readonly change: Change;
  readonly verdicts: readonly Verdict[];
  readonly next: React.ReactNode;
}

function Decide({ change, verdicts, next }: DecideProps) {
  const { t, word, said } = useText();
  const [asked, setAsked] = useState<Verdict>();
  const decision = useDecision(change);
  return (
    <Section title={t('change.yours')} aside={<Status state={change.state} />}>
      <div className={classes.decide}>
        {asked && asked !== 'approve' ? (
          <Objection
            verdict={asked}
            busy={decision.isPending}
            onBack={() => setAsked(undefined)}
            onSend={(reason) => decision.mutate({ verdict: asked, reason })}
          />
        ) : (
          <>
            <p>{next}</p>
            <div className={classes.buttons} data-count={verdicts.length}>
              {verdicts.map((verdict) => (
                <Button
                  key={verdict}
                  variant="default"
                  size="md"
                  leftSection={
                    verdict === 'approve' ? (
                      <IconCheck size={17} className={classes.agree} aria-hidden />
                    ) : (
                      <IconX size={17} className={classes.refuse} aria-hidden />
                    )
                  }
                  loading={decision.isPending && decision.variables.verdict === verdict}
                  onClick={() => (verdict === 'approve' ? decision.mutate({ verdict, reason: '' }) : setAsked(verdict))}
                >
                  {t(`change.${verdict}`)}
                </Button>
              ))}
            </div>
          </>
        )}
        {decision.isError && <ProblemNote error={decision.error} />}
        {decision.data && (
          <output className={classes.outcome}>
            <Status state={decision.data.state} />{' '}
            {decision.data.detail ? said(decision.data.detail) : word(decision.data.state)}
          </output>
        )}
      </div>
    </Section>
  );
}

interface ObjectionProps {
  readonly verdict: 'reject' | 'withdraw';
  readonly busy: boolean;
  readonly onBack: () => void;
  readonly onSend: (reason: string) => void;
}

/** Rejecting asks why; withdrawing may say it. */
function Objection({ verdict, busy, onBack, onSend }: ObjectionProps) {
  const { t } = useText();
  const [reason, setReason] = useState('');
  const needed = verdict === 'reject';
  return (
    <form
      className={classes.decide}
      onSubmit={(event) => {
        event.preventDefault();
        onSend(reason.trim());
      }}
    >
      <p>{t(needed ? 'change.next.reject' : 'change.next.withdraw')}</p>
      <Textarea
        label={t(needed ? 'change.why.reject' : 'change.reason')}
        required={needed}
        autosize
        minRows={3}
        maxLength={2000}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={classes.buttons} data-count={2}>
        <Button
          type="submit"
          variant="default"
          leftSection={<IconX size={17} className={classes.refuse} aria-hidden />}
          loading={busy}
          disabled={needed && reason.trim() === ''}
        >
          {t(`change.${verdict}`)}
        </Button>
        <Button variant="default" onClick={onBack}>
          {t('change.back')}
        </Button>
      </div>
    </form>
  );
}
