import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '@/api/http';
import { useHolds } from '@/api/me';
import type { components } from '@/api/schema';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { formatMoment } from '@/format/time';
import { CommandLine, Digest } from '@/parts/Digest';
import { ProblemNote } from '@/parts/Problem';
import { useText } from '@/text/text';
import { Orders } from './ArchiveOrders';
import classes from './Audit.module.css';

type ArchiveList = components['schemas']['ArchiveList'];
type ArchivedPart = components['schemas']['ArchivedPart'];

const path = '/api/v1/audit/archive';

/** How long entries stay that are brought back from this page, in hours. */
const hours = 720;

/** Parts of the log that were not searched, because they lie in archive files. */
export function Lying({ parts }: { parts: readonly ArchivedPart[] }) {
  const { t } = useText();
  return (
    <div className={classes.lying}>
      <p>{t('audit.lying')}</p>
      <ul className={classes.kept}>
        {parts.map((part) => (
          <Part key={part.from} part={part} command />
        ))}
      </ul>
    </div>
  );
}

/** Where the older part of the log lies, what was ordered of it, and the ways to order more for who may. */
export function Archives() {
  const { t } = useText();
  const holds = useHolds();
  const list = useQuery({
    // Beneath the orders' own, so that each step of one has it read again.
    queryKey: ['table', 'archive_order', 'list', 'archives'],
    queryFn: async ({ signal }) => (await ask<ArchiveList>(path, { signal })).data.items,
  });
  if (list.isError) return <ProblemNote error={list.error} onRetry={list.refetch} />;
  if (!list.data) return null;
  return (
    <section aria-label={t('audit.archives')} className={classes.archives}>
      <h2>{t('audit.archives')}</h2>
      {list.data.length === 0 && <p>{t('audit.archives.none')}</p>}
      <ul className={classes.kept}>
        {list.data.map((part) => (
          <Part key={part.from} part={part} />
        ))}
      </ul>
      {holds('audit.archive') && <ArchiveOlder />}
      <Orders />
    </section>
  );
}

function Part({ part, command = false }: { part: ArchivedPart; command?: boolean }) {
  const { t, locale } = useText();
  const holds = useHolds();
  const [doing, setDoing] = useState<Doing>();
  const n = (value: number) => new Intl.NumberFormat(locale).format(value);
  const range = { from: n(part.from), to: n(part.to) };
  const restore: Doing = {
    title: t('audit.archives.restore.title', range),
    what: t('audit.archives.restore.what'),
    writeOf: () => ({ method: 'POST', path: '/api/v1/audit/restore', body: { from: part.from, to: part.to, hours } }),
    show: () => <p>{t('audit.archives.restore.would', range)}</p>,
  };
  return (
    <li>
      <span className={classes.place}>
        {t('audit.archives.part', range)} <Digest value={part.sha256} />
        {part.until && (
          <span className={classes.quiet}>{t('audit.archives.until', { at: formatMoment(part.until, locale) })}</span>
        )}
      </span>
      {part.away && holds('audit.restore') && (
        <Button size="compact-sm" variant="default" onClick={() => setDoing(restore)}>
          {t('audit.archives.restore')}
        </Button>
      )}
      {command && <CommandLine text={part.command} />}
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </li>
  );
}

function ArchiveOlder() {
  const { t, locale } = useText();
  const [before, setBefore] = useState('');
  const [doing, setDoing] = useState<Doing>();
  function archive(): Doing {
    const moment = new Date(before).toISOString();
    const at = formatMoment(moment, locale);
    return {
      title: t('audit.archives.now.title', { at }),
      what: t('audit.archives.now.what'),
      writeOf: () => ({ method: 'POST', path, body: { before: moment } }),
      show: () => <p>{t('audit.archives.now.would', { at })}</p>,
    };
  }
  return (
    <form
      className={classes.ask}
      onSubmit={(event) => {
        event.preventDefault();
        if (before) setDoing(archive());
      }}
    >
      <TextInput
        label={t('audit.archives.before')}
        type="date"
        value={before}
        onChange={(event) => setBefore(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={!before}>
        {t('audit.archives.now')}
      </Button>
      <CommandDialog doing={doing} onClose={() => setDoing(undefined)} />
    </form>
  );
}
