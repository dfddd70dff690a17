import { Button } from '@mantine/core';
import { useState } from 'react';
import { type NewCodes, useMe, useNewFactor, useRenewRecovery } from '@/api/me';
import { asProblem } from '@/api/problem';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import { Codes } from './Codes';
import { Enrolment } from './Enrolment';
import classes from './Me.module.css';

/** The person's second factor: replacing it, and other recovery codes. */
export function Factor() {
  const { t } = useText();
  const { user, session } = useMe();
  const renew = useRenewRecovery();
  const draw = useNewFactor();
  const [codes, setCodes] = useState<{ readonly answer: NewCodes; readonly replaced: boolean }>();
  if (!session) return null; // a token signs in with no second factor

  function show(answer: NewCodes, replaced: boolean) {
    setCodes({ answer, replaced });
    renew.reset();
    draw.reset();
  }
  return (
    <Section title={t('me.factor')}>
      <p className={classes.note}>{t('me.factor.what')}</p>
      <Refusal error={renew.error ?? draw.error} />
      {codes && <Codes {...codes} onKept={() => setCodes(undefined)} />}
      {draw.data && (
        <Enrolment drawn={draw.data} onConfirmed={(answer) => show(answer, true)} onLeave={() => draw.reset()} />
      )}
      {!codes && !draw.data && (
        <div className={classes.choices}>
          <Choice
            what={t(user.factor ? 'me.factor.replace.what' : 'me.factor.set.what')}
            name={t(user.factor ? 'me.factor.replace' : 'me.factor.set')}
            busy={draw.isPending}
            onPress={() => draw.mutate()}
          />
          {user.factor && (
            <Choice
              what={t('me.recovery.what')}
              name={t('me.recovery.renew')}
              busy={renew.isPending}
              onPress={() => renew.mutate(undefined, { onSuccess: (answer) => show(answer, false) })}
            />
          )}
        </div>
      )}
    </Section>
  );
}

interface ChoiceProps {
  readonly what: string;
  readonly name: string;
  readonly busy: boolean;
  readonly onPress: () => void;
}

/** What a button does, said before it is pressed. */
function Choice({ what, name, busy, onPress }: ChoiceProps) {
  return (
    <div className={classes.choice}>
      <p>{what}</p>
      <Button variant="default" loading={busy} onClick={onPress}>
        {name}
      </Button>
    </div>
  );
}

/** Who does not go on when a proof is asked for knows that nothing happened. */
function Refusal({ error }: { error: Error | null }) {
  if (!error || asProblem(error).code === 'proof_needed') return null;
  return <ProblemNote error={error} />;
}
