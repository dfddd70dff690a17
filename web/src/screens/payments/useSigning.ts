import { useState } from 'react';
import { type Because, useCommand } from '@/api/command';
import type { Row } from '@/api/declared';
import { useSignWithPasskey } from '@/api/passkey';
import type { Way } from './SignButtons';
import type { Sending } from './Signed';
import { commandPath, signPath } from './standing';

const noReason: Because = { reason: '', ticket: '' };

/** Giving, declining and taking back one's signature of a package's present file. */
export function useSigning(row: Row, digest: string, onDone: () => void) {
  const { submit } = useCommand();
  const device = useSignWithPasskey();
  const [key, setKey] = useState(() => crypto.randomUUID());

  function post(verb: Parameters<Sending>[0], body: object | undefined, once: string) {
    const path = verb === 'sign' ? signPath(row.id) : commandPath(row.id, verb);
    const write = { method: 'POST' as const, path, body };
    const onSuccess = () => {
      setKey(crypto.randomUUID());
      onDone();
    };
    submit.mutate({ write, because: noReason, key: once }, { onSuccess });
  }
  // The same key until it succeeds: pressing again after a broken connection does it once.
  const send: Sending = (verb, body) => post(verb, body, `${key}-${verb}`);
  const sign = (way: Way) => {
    device.reset();
    if (way === 'code') return send('sign', { digest });
    // What a device answers counts once and is another each time: so is the key.
    return device.mutate(
      { package: row.id, digest },
      { onSuccess: (passkey) => post('sign', { digest, passkey }, crypto.randomUUID()) },
    );
  };
  return { sign, send, submit, device, busy: submit.isPending || device.isPending };
}
