import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Row } from '@/api/declared';
import { useMay } from '@/api/record';
import { ProblemNote } from '@/parts/Problem';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { Decline } from './Decline';
import { IfSigned } from './IfSigned';
import { PasskeyRefusal, SignButtons, type Way } from './SignButtons';
import { Signed } from './Signed';
import classes from './Signing.module.css';
import { Sure } from './Sure';
import { type Names, useSignPlan, type Warning } from './standing';
import { useSigning } from './useSigning';

interface Props {
  readonly row: Row;
  readonly names: Names;
  readonly maySign: boolean;
  readonly warning: UseQueryResult<Warning>;
}

/** What one's own signature would do, and the giving, declining or taking back of it. */
export function SignPanel({ row, names, maySign, warning }: Props) {
  const { t } = useText();
  const mayDecline = useMay('package.decline', 'package', row.id, true);
  const [asked, setAsked] = useState<'decline' | Way>();
  const refusal = warning.data?.refusal;
  const signed = refusal?.code === 'already_signed';
  const signable = maySign && warning.data !== undefined && !refusal;
  const digest = String(row.digest ?? '');
  const plan = useSignPlan(row, digest, signable);

  const { sign, send, submit, device, busy } = useSigning(row, digest, () => setAsked(undefined));
  if (submit.data?.state === 'held') return <Held change={submit.data.change ?? ''} />;
  const failed = (
    <>
      {submit.isError && <ProblemNote error={submit.error} />}
      <PasskeyRefusal error={device.error} />
    </>
  );
  if (asked === 'decline')
    return (
      <div className={classes.panel}>
        <Decline busy={submit.isPending} onBack={() => setAsked(undefined)} onSend={send} />
        {failed}
      </div>
    );
  if (asked && warning.data)
    return (
      <div className={classes.panel}>
        <Sure
          warning={warning.data}
          names={names}
          busy={busy}
          onBack={() => setAsked(undefined)}
          onSign={() => sign(asked)}
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
          <SignButtons
            digest={digest}
            lowers={warning.data.lowers}
            busy={busy}
            disabled={plan.isError}
            onSign={(way) => (warning.data.lowers ? setAsked(way) : sign(way))}
          />
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
