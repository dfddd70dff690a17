import { Button } from '@mantine/core';
import { IconFingerprint, IconSignature } from '@tabler/icons-react';
import { stopped, useHasPasskey } from '@/api/passkey';
import { asProblem } from '@/api/problem';
import { ProblemNote } from '@/parts/Problem';
import { useText } from '@/text/text';

export type Way = 'passkey' | 'code';

interface Props {
  readonly digest: string;
  readonly lowers: boolean;
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly onSign: (way: Way) => void;
}

/** Signing with the person's passkey where they have one, else with a code; each can be chosen. */
export function SignButtons({ digest, lowers, busy, disabled, onSign }: Props) {
  const { t } = useText();
  const passkey = useHasPasskey();
  const short = { digest: digest.slice(0, 8) };
  return (
    <>
      <Button
        size="md"
        variant={lowers ? 'default' : 'filled'}
        leftSection={passkey ? <IconFingerprint size={18} aria-hidden /> : <IconSignature size={18} aria-hidden />}
        loading={busy}
        disabled={disabled}
        onClick={() => onSign(passkey ? 'passkey' : 'code')}
      >
        {lowers ? t('sign.sign.lowers') : t(passkey ? 'sign.passkey' : 'sign.sign', short)}
      </Button>
      {passkey && (
        <Button size="md" variant="default" disabled={disabled || busy} onClick={() => onSign('code')}>
          {t('sign.code')}
        </Button>
      )}
    </>
  );
}

/** Why the device gave no signature. */
export function PasskeyRefusal({ error }: { error: Error | null }) {
  const { t } = useText();
  if (!error) return null;
  if (asProblem(error).code === stopped) return <p role="alert">{t('me.passkeys.stopped')}</p>;
  return <ProblemNote error={error} />;
}
