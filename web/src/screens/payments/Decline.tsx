import { Button, Textarea } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useText } from '@/text/text';
import type { Sending } from './Signed';
import classes from './Signing.module.css';

/** Declining asks why; the answer is for those who entered the package. */
export function Decline({ busy, onBack, onSend }: { busy: boolean; onBack: () => void; onSend: Sending }) {
  const { t } = useText();
  const [why, setWhy] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSend('decline', { why: why.trim() });
      }}
    >
      <p>{t('sign.decline.what')}</p>
      <Textarea
        ref={field}
        label={t('sign.decline.why')}
        required
        autosize
        minRows={3}
        maxLength={500}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button
          type="submit"
          size="md"
          variant="default"
          leftSection={<IconX size={17} className={classes.refuse} aria-hidden />}
          loading={busy}
          disabled={why.trim() === ''}
        >
          {t('sign.decline')}
        </Button>
        <Button size="md" variant="default" onClick={onBack}>
          {t('sign.back')}
        </Button>
      </div>
    </form>
  );
}
