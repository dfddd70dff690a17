import { Button, Group, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { meQuery } from '@/api/me';
import { useText } from '@/text/text';
import classes from './ProofDialog.module.css';
import { useEnding } from './useEnding';

/** Warns a minute before the session ends, and lets one stay by any sign of life. */
export function EndingDialog() {
  const ending = useEnding();
  const over = ending?.over === true;
  useEffect(() => {
    if (over) location.assign(signInAddress());
  }, [over]);
  return ending ? <Warning left={ending.left} whole={ending.whole} /> : null;
}

function signInAddress(): string {
  return `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
}

function Warning({ left, whole }: { left: number; whole: boolean }) {
  const { t } = useText();
  const cache = useQueryClient();
  const [noted, setNoted] = useState(false);
  const stay = () => (whole ? setNoted(true) : void cache.invalidateQueries({ queryKey: meQuery.queryKey }));
  return (
    <Modal opened={!noted} onClose={stay} title={t(whole ? 'ending.whole' : 'ending.title')} withCloseButton={false}>
      <div className={classes.form}>
        <p>{t(whole ? 'ending.whole.why' : 'ending.why')}</p>
        {/* A timer is not read out each second; how it began was read with the dialog. */}
        <p role="timer">{t('ending.left', { n: left })}</p>
        <form method="post" action="/sign-out">
          <Group justify="flex-end" gap="sm">
            <Button type="submit" variant="default">
              {t('frame.signOut')}
            </Button>
            <Button onClick={stay} data-autofocus>
              {t(whole ? 'ending.noted' : 'ending.stay')}
            </Button>
          </Group>
        </form>
      </div>
    </Modal>
  );
}
