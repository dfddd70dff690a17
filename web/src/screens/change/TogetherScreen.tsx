import { Button, Textarea } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import { type Change, useInbox } from '@/api/change';
import { useTogether } from '@/api/together';
import { ProblemNote } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { SumFacts } from './SumFacts';
import { batchesOf, idsOf } from './several';
import classes from './Together.module.css';
import { TogetherItem } from './TogetherItem';

/** Several changes that wait for me, decided in one step, each judged by itself. */
export default function TogetherScreen() {
  const { t } = useText();
  const { ids } = useSearch({ strict: false }) as { ids?: string };
  const inbox = useInbox();
  const wanted = idsOf(ids);
  // What was decided leaves the inbox, but not this screen.
  const [decided, setDecided] = useState<readonly Change[]>();
  const waiting = inbox.data?.filter(({ id }) => wanted.includes(id));
  const changes = decided ?? waiting ?? [];
  const gone = decided ? 0 : wanted.length - changes.length;
  return (
    <div className={classes.screen}>
      <ScreenHead title={t('together.title')} about={t('together.about')} />
      {inbox.isPending && <Loading lines={6} />}
      {inbox.isError && <ProblemNote error={inbox.error} onRetry={inbox.refetch} />}
      {inbox.isSuccess && gone > 0 && changes.length > 0 && <p>{t('together.gone', { n: gone })}</p>}
      {inbox.isSuccess && changes.length === 0 && (
        <Empty title={t('together.none')} action={<Link to="/change">{t('frame.inbox')}</Link>}>
          {t('together.none.what')}
        </Empty>
      )}
      {changes.length > 0 && <Several changes={changes} onDecide={() => setDecided(changes)} />}
    </div>
  );
}

function Several({ changes, onDecide }: { changes: readonly Change[]; onDecide: () => void }) {
  const { t } = useText();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const keys = useRef(new Map<string, string>());
  const together = useTogether();
  const judged = new Map(together.data?.map((one) => [one.change, one]));

  function keyOf(content: string): string {
    const key = keys.current.get(content) ?? crypto.randomUUID();
    keys.current.set(content, key);
    return key;
  }
  function leave(id: string, out: boolean) {
    setLeft(new Set(out ? [...left, id] : [...left].filter((other) => other !== id)));
  }
  const agreed = changes.filter(({ id }) => !left.has(id));
  return (
    <div className={classes.halves}>
      <div className={classes.column}>
        <Section title={t(together.data ? 'together.result' : 'together.each')}>
          <ul className={classes.items}>
            {changes.map((change) => (
              <TogetherItem
                key={change.id}
                change={change}
                left={left.has(change.id)}
                judged={judged.get(change.id)}
                onLeave={(out) => leave(change.id, out)}
              />
            ))}
          </ul>
        </Section>
        {together.data ? (
          <output className={classes.done}>
            <Link to="/change">{t('together.more')}</Link>
          </output>
        ) : (
          <Send
            agreed={agreed.length}
            left={changes.length - agreed.length}
            busy={together.isPending}
            onSend={(reason) => {
              onDecide();
              together.mutate(batchesOf(changes, left, reason, keyOf));
            }}
          />
        )}
        {together.isError && <ProblemNote error={together.error} />}
      </div>
      {!together.data && agreed.length > 0 && <SumFacts changes={agreed} />}
    </div>
  );
}

interface SendProps {
  readonly agreed: number;
  readonly left: number;
  readonly busy: boolean;
  readonly onSend: (reason: string) => void;
}

/** Says what the button will do; leaving something out asks why. */
function Send({ agreed, left, busy, onSend }: SendProps) {
  const { t } = useText();
  const [reason, setReason] = useState('');
  const label = left === 0 ? 'together.send' : agreed === 0 ? 'together.send.none' : 'together.send.both';
  function send(event: FormEvent) {
    event.preventDefault();
    onSend(reason);
  }
  return (
    <form className={classes.send} onSubmit={send}>
      <Textarea
        label={left > 0 ? t('together.why', { n: left }) : t('together.why.optional')}
        required={left > 0}
        autosize
        minRows={2}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" loading={busy} disabled={left > 0 && reason.trim() === ''}>
        {t(label, { agreed, left })}
      </Button>
    </form>
  );
}
