import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useText } from '@/text/text';
import { Lowers } from './IfSigned';
import classes from './Signing.module.css';
import type { Names, Warning } from './standing';

interface Props {
  readonly warning: Warning;
  readonly names: Names;
  readonly busy: boolean;
  readonly onBack: () => void;
  readonly onSign: () => void;
}

/** Asks again before a signature that takes points away. */
export function Sure({ warning, names, busy, onBack, onSign }: Props) {
  const { t } = useText();
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  return (
    <>
      <Lowers warning={warning} names={names} />
      <p role="alert">{t('sign.sure')}</p>
      <div className={classes.buttons}>
        <Button size="md" variant="default" onClick={onBack} ref={back}>
          {t('sign.sure.no')}
        </Button>
        <Button size="md" variant="default" loading={busy} onClick={onSign}>
          {t('sign.sure.yes')}
        </Button>
      </div>
    </>
  );
}
