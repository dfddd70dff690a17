import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type NewCodes, type NewFactor, useConfirmFactor } from '@/api/me';
import { asProblem } from '@/api/problem';
import { CommandLine } from '@/parts/Digest';
import { useText } from '@/text/text';
import classes from './Me.module.css';

interface Props {
  readonly drawn: NewFactor;
  readonly onConfirmed: (answer: NewCodes) => void;
  readonly onLeave: () => void;
}

/** A factor that was drawn, until a code of it is given. */
export function Enrolment({ drawn, onConfirmed, onLeave }: Props) {
  const { t, refusal } = useText();
  const [code, setCode] = useState('');
  const confirm = useConfirmFactor();
  const problem = confirm.error && asProblem(confirm.error);

  function send(event: FormEvent) {
    event.preventDefault();
    confirm.mutate(code.replaceAll(' ', ''), { onSuccess: onConfirmed, onError: () => setCode('') });
  }
  return (
    <form className={classes.enrolment} onSubmit={send}>
      <img src={drawn.qr} width={264} height={264} alt={t('me.factor.picture')} className={classes.picture} />
      <div className={classes.fields}>
        <p>{t('me.factor.scan')}</p>
        <section aria-label={t('me.factor.key')}>
          <CommandLine text={drawn.seed} />
        </section>
        <TextInput
          label={t('me.factor.code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          maxLength={10}
          value={code}
          error={problem && refusal(problem.code, problem.detail).told}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Group gap="sm">
          <Button type="submit" loading={confirm.isPending}>
            {t('me.factor.confirm')}
          </Button>
          <Button variant="default" onClick={onLeave}>
            {t('me.factor.leave')}
          </Button>
        </Group>
      </div>
    </form>
  );
}
