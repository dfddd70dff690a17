import { Button, Group, Modal, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState, useSyncExternalStore } from 'react';
import { proveAgain, useMe } from '@/api/me';
import { asProblem, type Problem } from '@/api/problem';
import { proofWanted, settleProof } from '@/api/proof';
import { useText } from '@/text/text';
import classes from './ProofDialog.module.css';

/** Asks for a fresh proof when a request needs one; the request waits meanwhile. */
export function ProofDialog() {
  const wanted = useSyncExternalStore(proofWanted.subscribe, proofWanted.now);
  return wanted ? <Ask /> : null;
}

function Ask() {
  const { t, refusal } = useText();
  // Who has no second factor proves it by the password, and by nothing else.
  const byPassword = !useMe().user.factor;
  const [proof, setProof] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  async function confirm(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      await proveAgain(byPassword ? { password: proof } : { code: proof.replaceAll(' ', '') });
      settleProof(true);
    } catch (error) {
      setProblem(asProblem(error));
      setProof('');
      setBusy(false);
    }
  }

  const field = {
    value: proof,
    onChange: (event: { currentTarget: HTMLInputElement }) => setProof(event.currentTarget.value),
  };
  return (
    <Modal opened onClose={() => settleProof(false)} title={t('proof.title')} withCloseButton={false}>
      <form onSubmit={confirm} className={classes.form}>
        <p>{t('proof.why')}</p>
        {byPassword ? (
          <PasswordInput
            label={t('proof.password')}
            autoComplete="current-password"
            data-autofocus
            error={problem && refusal(problem.code, problem.detail).told}
            required
            {...field}
          />
        ) : (
          <TextInput
            label={t('proof.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            data-autofocus
            error={problem && refusal(problem.code, problem.detail).told}
            required
            maxLength={12}
            {...field}
          />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={() => settleProof(false)}>
            {t('proof.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('proof.confirm')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
