import { Button, Checkbox, Textarea } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { Item, Verdict } from '@/api/review';
import { useText } from '@/text/text';
import classes from './Review.module.css';

interface Props {
  readonly items: readonly Item[];
  readonly chosen: readonly Item[];
  readonly busy: { readonly done: number; readonly of: number } | undefined;
  readonly onAll: (all: boolean) => void;
  readonly onJudge: (verdict: Verdict, reason: string) => void;
}

/** What is chosen, and the two verdicts on it, side by side; revoking asks why. */
export function Chosen({ items, chosen, busy, onAll, onJudge }: Props) {
  const { t } = useText();
  const [revoking, setRevoking] = useState(false);
  const n = chosen.length;
  const asking = revoking && n > 0;
  return (
    <div className={classes.chosen}>
      <div className={classes.bar}>
        <Checkbox
          label={n > 0 ? t('together.chosen', { n }) : t('together.all')}
          checked={n > 0 && n === items.length}
          indeterminate={n > 0 && n < items.length}
          onChange={(event) => onAll(event.currentTarget.checked)}
        />
        {busy && <output className={classes.quiet}>{t('review.busy', { n: busy.done, of: busy.of })}</output>}
        <div className={classes.verdicts}>
          <Button
            variant="default"
            size="sm"
            disabled={n === 0 || busy !== undefined}
            leftSection={<IconCheck size={16} className={classes.agree} aria-hidden />}
            onClick={() => onJudge('confirmed', '')}
          >
            {t('review.confirm', { n })}
          </Button>
          <Button
            variant="default"
            size="sm"
            disabled={n === 0 || busy !== undefined}
            leftSection={<IconX size={16} className={classes.refuse} aria-hidden />}
            onClick={() => setRevoking(true)}
          >
            {t('review.revoke', { n })}
          </Button>
        </div>
      </div>
      {asking && (
        <Why
          n={n}
          busy={busy !== undefined}
          onBack={() => setRevoking(false)}
          onSend={(reason) => {
            setRevoking(false);
            onJudge('revoked', reason);
          }}
        />
      )}
    </div>
  );
}

interface WhyProps {
  readonly n: number;
  readonly busy: boolean;
  readonly onBack: () => void;
  readonly onSend: (reason: string) => void;
}

function Why({ n, busy, onBack, onSend }: WhyProps) {
  const { t } = useText();
  const [reason, setReason] = useState('');
  function send(event: FormEvent) {
    event.preventDefault();
    onSend(reason.trim());
  }
  return (
    <form className={classes.why} onSubmit={send}>
      <p>{t('review.revoke.next')}</p>
      <Textarea
        label={t('review.why')}
        required
        autosize
        minRows={2}
        maxLength={2000}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={classes.verdicts}>
        <Button type="submit" loading={busy} disabled={reason.trim() === ''}>
          {t('review.revoke.send', { n })}
        </Button>
        <Button variant="default" onClick={onBack}>
          {t('change.back')}
        </Button>
      </div>
    </form>
  );
}
