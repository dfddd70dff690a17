import { Button } from '@mantine/core';
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
  return (
    <>
      <Lowers warning={warning} names={names} />
      <p role="alert">{t('sign.sure')}</p>
      <div className={classes.buttons}>
        <Button size="md" variant="default" onClick={onBack}>
          {t('sign.sure.no')}
        </Button>
        <Button size="md" variant="default" loading={busy} onClick={onSign}>
          {t('sign.sure.yes')}
        </Button>
      </div>
    </>
  );
}
