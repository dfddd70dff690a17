import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMe } from '@/api/me';
import { canPasskeys, type Passkey, stopped, useAddPasskey, usePasskeys, useRemovePasskey } from '@/api/passkey';
import { asProblem } from '@/api/problem';
import { formatMoment } from '@/format/time';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Me.module.css';

/** The person's passkeys, by which they sign packages. */
export function Passkeys() {
  const { t } = useText();
  const { session } = useMe();
  const passkeys = usePasskeys();
  const remove = useRemovePasskey();
  if (!session) return null; // a token has no device
  return (
    <Section title={t('me.passkeys')}>
      <p className={classes.note}>{t('me.passkeys.what')}</p>
      {passkeys.isPending && <Loading lines={1} />}
      {passkeys.isError && <ProblemNote error={passkeys.error} onRetry={passkeys.refetch} />}
      {passkeys.data?.length === 0 && <p className={classes.note}>{t('me.passkeys.none')}</p>}
      {remove.isError && <ProblemNote error={remove.error} />}
      {passkeys.data && passkeys.data.length > 0 && <PasskeyTable passkeys={passkeys.data} remove={remove.mutate} />}
      {canPasskeys() ? <AddPasskey /> : <p className={classes.note}>{t('me.passkeys.impossible')}</p>}
    </Section>
  );
}

function PasskeyTable({ passkeys, remove }: { passkeys: readonly Passkey[]; remove: (id: string) => void }) {
  const { t, locale } = useText();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={t('me.passkeys.list')}>
      <table className={classes.sessions}>
        <thead>
          <tr>
            {(['me.passkeys.name', 'me.passkeys.site', 'me.passkeys.added'] as const).map((key) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {passkeys.map(({ id, name, site, added_at }) => (
            <tr key={id}>
              <td>{name}</td>
              <td>{site}</td>
              <td>{formatMoment(added_at, locale)}</td>
              <td>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t('me.passkeys.remove.which', { name })}
                  onClick={() => remove(id)}
                >
                  {t('me.passkeys.remove')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function AddPasskey() {
  const { t } = useText();
  const [name, setName] = useState('');
  const add = useAddPasskey();
  const code = add.error && asProblem(add.error).code;

  function send(event: FormEvent) {
    event.preventDefault();
    add.mutate(name.trim(), { onSuccess: () => setName('') });
  }
  return (
    <form className={classes.add} onSubmit={send}>
      <TextInput
        label={t('me.passkeys.name')}
        required
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" loading={add.isPending} disabled={name.trim() === ''}>
        {t('me.passkeys.add')}
      </Button>
      {code === stopped && <p role="alert">{t('me.passkeys.stopped')}</p>}
      {add.error && code !== stopped && code !== 'proof_needed' && <ProblemNote error={add.error} />}
    </form>
  );
}
