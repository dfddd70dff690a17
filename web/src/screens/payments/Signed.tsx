import { Button } from '@mantine/core';
import type { Row } from '@/api/declared';
import { useMay } from '@/api/record';
import { useText } from '@/text/text';

/** Gives a command on the package its body. */
export type Sending = (verb: 'sign' | 'decline' | 'take_back', body: object | undefined) => void;

/** For who has signed: the way back. */
export function Signed({ row, busy, onSend }: { row: Row; busy: boolean; onSend: Sending }) {
  const { t } = useText();
  const mayTakeBack = useMay('package.take_back', 'package', row.id, true);
  return (
    <>
      <p>{t('sign.signed')}</p>
      {mayTakeBack && (
        <>
          <p>{t('sign.takeBack.what')}</p>
          <Button variant="default" size="md" loading={busy} onClick={() => onSend('take_back', undefined)}>
            {t('sign.takeBack')}
          </Button>
        </>
      )}
    </>
  );
}
