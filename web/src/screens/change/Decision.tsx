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
import { isLast, missingOf, rowsLeft } from './rule';

interface DecisionProps {
  readonly change: Change;
  readonly out: ReadonlySet<string>;
}

/** What the person can do about the change, and what each step would mean; out are the rows left out. */
export function Decision({ change, out }: DecisionProps) {
  const { t, word, said } = useText();
  const { user } = useMe();
  const whyNot = change.why_not && said(change.why_not);
  if (change.state !== 'pending') return <Ended change={change} />;
  const [behalf] = change.can_decide ? [] : (change.decide_for ?? []);
  if (change.maker_away && (change.can_decide || behalf))
    return (
      <Decide
        change={change}
        out={out}
        verdicts={['reject']}
        {...(behalf && { behalf })}
        next={<Away change={change} />}
      />
    );
  if (change.can_decide)
    return <Decide change={change} out={out} verdicts={['approve', 'reject']} next={<Next change={change} />} />;
  if (behalf)
    return (
      <Decide
        change={change}
        out={out}
        verdicts={['approve', 'reject']}
        behalf={behalf}
        next={
          <>
            {t('change.next.deputy', { name: change.names[behalf] ?? behalf })} <Next change={change} />
          </>
        }
      />
    );
  if (change.maker === user.id) return <Decide change={change} out={out} verdicts={['withdraw']} next={whyNot} />;
  return (
    <Section title={word('pending')}>
      <p className={classes.note}>
        {t('change.next.not')} {whyNot}
      </p>
    </Section>
  );
}

/** Why agreeing would not help, whoever does: its maker is suspended. */
function Away({ change }: { change: Change }) {
  const { t, said } = useText();
  return (
    <>
      {said(change.maker_away ?? '')} {t('change.next.away')}
    </>
  );
}

function Next({ change }: { change: Change }) {
  const { t, said } = useText();
  return isLast(change)
    ? t('change.next.last')
    : t('change.next.more', { missing: missingOf(change).map(said).join('; ') });
}

const repeatable = ['stale', 'expired', 'failed', 'withdrawn'];

function Ended({ change }: { change: Change }) {
  const { t, word, said, locale } = useText();
  const { user } = useMe();
  return (
    <Section title={word(change.state)}>
      <div className={classes.note}>
        <p>{t('change.ended', { when: formatMoment(change.ended_at, locale) })}</p>
        {change.ended_why && <p>{said(change.ended_why)}</p>}
        {change.state === 'executed' && <p>{t('change.undo')}</p>}
        {change.maker === user.id && repeatable.includes(change.state) && <Again change={change} />}
      </div>
    </Section>
  );
}

/** Asks anew, on the records as they are now, for a change that ended without taking effect. */
function Again({ change }: { change: Change }) {
  const { t, word } = useText();
  const decision = useDecision(change);
  return (
    <>
      <p>{t('change.next.resubmit')}</p>
      <Button
        variant="default"
        loading={decision.isPending}
        disabled={decision.isSuccess}
        onClick={() => decision.mutate({ verdict: 'resubmit', reason: '' })}
      >
        {t('change.resubmit')}
      </Button>
      {decision.isError && <ProblemNote error={decision.error} />}
      {decision.data && (
        <output className={classes.outcome}>
          <Status state={decision.data.state} /> {word(decision.data.state)}
        </output>
      )}
    </>
  );
}

interface DecideProps extends DecisionProps {
  readonly verdicts: readonly Exclude<Verdict, 'resubmit'>[];
  readonly behalf?: string;
  readonly next: React.ReactNode;
}

function Decide({ change, out, verdicts, behalf, next }: DecideProps) {
  const { t, word, said } = useText();
  const [asked, setAsked] = useState<Exclude<Verdict, 'resubmit'>>();
  const decision = useDecision(change, behalf);
  const rows = rowsLeft(change, out);
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
            {change.divides && verdicts.includes('approve') && <Rows change={change} out={out} />}
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
                  disabled={verdict === 'approve' && rows.kept === 0}
                  onClick={() =>
                    verdict === 'approve'
                      ? decision.mutate({ verdict, reason: '', ...(change.divides && { leave_out: rows.left }) })
                      : setAsked(verdict)
                  }
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

/** What leaving rows out means, where it can be done. */
function Rows({ change, out }: DecisionProps) {
  const { t } = useText();
  const { left, kept, sameAsBefore } = rowsLeft(change, out);
  if (kept === 0) return <p>{t('change.rows.none')}</p>;
  return (
    <>
      <p>{left.length === 0 ? t('change.rows.all') : t('change.rows.some', { out: left.length, kept })}</p>
      {change.agreed.length > 0 && !sameAsBefore && <p>{t('change.rows.other')}</p>}
    </>
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
