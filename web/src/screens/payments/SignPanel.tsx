import { Button } from '@mantine/core';
import { IconSignature, IconX } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Because, useCommand } from '@/api/command';
import type { Row } from '@/api/declared';
import { useMay } from '@/api/record';
import { ProblemNote } from '@/parts/Problem';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { Decline } from './Decline';
import { IfSigned } from './IfSigned';
import { type Sending, Signed } from './Signed';
import classes from './Signing.module.css';
import { Sure } from './Sure';
import { commandPath, type Names, signPath, useSignPlan, type Warning } from './standing';

interface Props {
  readonly row: Row;
  readonly names: Names;
  readonly maySign: boolean;
  readonly warning: UseQueryResult<Warning>;
}

const noReason: Because = { reason: '', ticket: '' };

/** What one's own signature would do, and the giving, declining or taking back of it. */
export function SignPanel({ row, names, maySign, warning }: Props) {
  const { t } = useText();
  const { submit } = useCommand();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const mayDecline = useMay('package.decline', 'package', row.id, true);
  const [asked, setAsked] = useState<'decline' | 'sure'>();
  const refusal = warning.data?.refusal;
  const signed = refusal?.code === 'already_signed';
  const signable = maySign && warning.data !== undefined && !refusal;
  const digest = String(row.digest ?? '');
  const plan = useSignPlan(row, digest, signable);

  const send: Sending = (verb, body) => {
    const path = verb === 'sign' ? signPath(row.id) : commandPath(row.id, verb);
    const write = { method: 'POST' as const, path, body };
    const done = () => {
      setKey(crypto.randomUUID());
      setAsked(undefined);
    };
    // The same key until it succeeds: pressing again after a broken connection does it once.
    submit.mutate({ write, because: noReason, key: `${key}-${verb}` }, { onSuccess: done });
  };
  if (submit.data?.state === 'held') return <Held change={submit.data.change ?? ''} />;
  const failed = submit.isError && <ProblemNote error={submit.error} />;
  if (asked === 'decline')
    return (
      <div className={classes.panel}>
        <Decline busy={submit.isPending} onBack={() => setAsked(undefined)} onSend={send} />
        {failed}
      </div>
    );
  if (asked === 'sure' && warning.data)
    return (
      <div className={classes.panel}>
        <Sure
          warning={warning.data}
          names={names}
          busy={submit.isPending}
          onBack={() => setAsked(undefined)}
          onSign={() => send('sign', { digest })}
        />
        {failed}
      </div>
    );
  if (maySign && warning.isPending) return <Loading lines={2} />;
  return (
    <div className={classes.panel}>
      {submit.isSuccess && <output>{t('sign.done')}</output>}
      {warning.isError && <ProblemNote error={warning.error} onRetry={warning.refetch} />}
      {signed && <Signed row={row} busy={submit.isPending} onSend={send} />}
      {!signed && !signable && !warning.isError && (
        <>
          <h3>{t('sign.not')}</h3>
          <p>{refusal ? refusal.detail : t('sign.not.may')}</p>
        </>
      )}
      {signable && <IfSigned warning={warning.data} names={names} plan={plan} />}
      <div className={classes.buttons}>
        {signable && (
          <Button
            size="md"
            variant={warning.data.lowers ? 'default' : 'filled'}
            leftSection={<IconSignature size={18} aria-hidden />}
            loading={submit.isPending}
            disabled={plan.isError}
            onClick={() => (warning.data.lowers ? setAsked('sure') : send('sign', { digest }))}
          >
            {warning.data.lowers ? t('sign.sign.lowers') : t('sign.sign', { digest: digest.slice(0, 8) })}
          </Button>
        )}
        {mayDecline && (signable || signed) && (
          <Button
            size="md"
            variant="default"
            leftSection={<IconX size={17} className={classes.refuse} aria-hidden />}
            onClick={() => setAsked('decline')}
          >
            {t('sign.decline')}
          </Button>
        )}
      </div>
      {failed}
    </div>
  );
}

function Held({ change }: { change: string }) {
  const { t } = useText();
  return (
    <output className={classes.panel}>
      <p>{t('sign.done.waits')}</p>
      <Link to="/change/$id" params={{ id: change }}>
        {t('write.follow')}
      </Link>
    </output>
  );
}
