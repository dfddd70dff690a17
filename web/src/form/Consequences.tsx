import { Button, TextInput } from '@mantine/core';
import { IconCheck, IconHourglass } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Planned, useCommand, Write } from '@/api/command';
import { asProblem } from '@/api/problem';
import { ChangedRows } from '@/parts/ChangedRows';
import { CommandLine } from '@/parts/Digest';
import { ProblemNote } from '@/parts/Problem';
import { RecordLink } from '@/parts/RecordLink';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import classes from './Form.module.css';

interface Props {
  readonly planned: Planned;
  readonly write: Write;
  readonly submit: ReturnType<typeof useCommand>['submit'];
  readonly onReload: (() => void) | undefined;
  /** What the write comes to in the words of its screen, in place of the rows. */
  readonly children?: ReactNode;
}

/** How many rows are shown: nobody reads more before doing it, and a page of thousands is slow. */
const shownRows = 50;

/** What a write would do: which rows, and whether at once or after others agreed; then the doing. */
export function Consequences({ planned, write, submit, onReload, children }: Props) {
  const { t, said, locale } = useText();
  const [reason, setReason] = useState('');
  const [ticket, setTicket] = useState('');
  // One key for this plan: pressing again after a broken connection does it once.
  const [key] = useState(() => crypto.randomUUID());
  const next = useRef<HTMLParagraphElement>(null);
  useEffect(() => next.current?.focus(), []);
  const held = planned.state === 'held';
  const rows = planned.rows ?? [];

  function send(event: FormEvent) {
    event.preventDefault();
    submit.mutate({ write, because: { reason, ticket }, key });
  }
  if (submit.data) return <Done outcome={submit.data} />;
  return (
    <Section title={t('write.check')}>
      <div className={classes.consequences}>
        <p className={classes.next} data-held={held} ref={next} tabIndex={-1}>
          {held ? <IconHourglass size={17} aria-hidden /> : <IconCheck size={17} aria-hidden />}
          {held
            ? t('write.next.held', { missing: [...new Set(planned.missing)].map(said).join('; ') })
            : t('write.next.applied')}
        </p>
        {rows.length === 0 ? (
          <p>{t('write.rows.none')}</p>
        ) : (
          (children ?? <ChangedRows rows={rows.slice(0, shownRows)} />)
        )}
        {!children && rows.length > shownRows && (
          <p>{t('write.rows.more', { n: new Intl.NumberFormat(locale).format(rows.length - shownRows) })}</p>
        )}
        <form onSubmit={send} className={classes.because}>
          <TextInput
            label={t('write.reason')}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <TextInput
            label={t('write.ticket')}
            maxLength={140}
            value={ticket}
            onChange={(event) => setTicket(event.currentTarget.value)}
          />
          <Button type="submit" loading={submit.isPending}>
            {t(held ? 'write.send' : 'write.apply')}
          </Button>
        </form>
        {submit.isError && (
          <ProblemNote error={submit.error} onRetry={asProblem(submit.error).status === 412 ? onReload : undefined} />
        )}
      </div>
    </Section>
  );
}

/** What became of a write, with the way to what it made or to the change that waits. */
export function Done({ outcome }: { outcome: NonNullable<Props['submit']['data']> }) {
  const { t, word } = useText();
  const waits = outcome.state === 'held' && outcome.change !== undefined;
  return (
    <output className={classes.done}>
      <p>{t(waits ? 'write.held' : 'write.done')}</p>
      {outcome.link && <Secret text={location.origin + outcome.link} />}
      {outcome.token && <Secret text={outcome.token} />}
      {waits && (
        <Link to="/change/$id" params={{ id: outcome.change ?? '' }}>
          {t('write.follow')}
        </Link>
      )}
      {outcome.records
        ?.filter((record) => record.version > 0)
        .slice(0, 10)
        .map((record) => (
          <span key={`${record.table}/${record.id}`}>
            {word(record.table)} <RecordLink table={record.table} id={record.id} />
          </span>
        ))}
    </output>
  );
}

/** What is shown once: it is kept nowhere, and never to be had again. */
function Secret({ text }: { text: string }) {
  const { t } = useText();
  return (
    <div className={classes.secret}>
      <p>{t('write.secret')}</p>
      <CommandLine text={text} />
    </div>
  );
}
