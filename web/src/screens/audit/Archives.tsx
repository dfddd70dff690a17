import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '@/api/http';
import { useHolds } from '@/api/me';
import type { components } from '@/api/schema';
import { CommandLine, Digest } from '@/parts/Digest';
import { ProblemNote } from '@/parts/Problem';
import { useText } from '@/text/text';
import classes from './Audit.module.css';

type ArchiveList = components['schemas']['ArchiveList'];
type ArchivedPart = components['schemas']['ArchivedPart'];
type Archived = components['schemas']['Archived'];

const path = '/api/v1/audit/archive';

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

/** Where the older part of the log lies, with the ways to archive and to bring back for who may. */
export function Archives() {
  const { t } = useText();
  const holds = useHolds();
  const list = useQuery({
    queryKey: ['audit', 'archives'],
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
      {holds('audit.archive') && <ArchiveNow />}
    </section>
  );
}

function Part({ part, command = false }: { part: ArchivedPart; command?: boolean }) {
  const { t, locale } = useText();
  const holds = useHolds();
  const n = (value: number) => new Intl.NumberFormat(locale).format(value);
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const restore = useSteps('/api/v1/audit/restore');
  return (
    <li>
      <span className={classes.place}>
        {t('audit.archives.part', { from: n(part.from), to: n(part.to) })} <Digest value={part.sha256} />
        {part.until && (
          <span className={classes.quiet}>
            {t('audit.archives.until', { at: moment.format(Date.parse(part.until)) })}
          </span>
        )}
      </span>
      {part.away && holds('audit.restore') && (
        <Button
          size="compact-sm"
          variant="default"
          loading={restore.isPending}
          onClick={() => restore.mutate({ from: part.from, to: part.to })}
        >
          {t('audit.archives.restore')}
        </Button>
      )}
      {command && <CommandLine text={part.command} />}
      {restore.isError && <ProblemNote error={restore.error} />}
    </li>
  );
}

function ArchiveNow() {
  const { t } = useText();
  const [before, setBefore] = useState('');
  const archive = useSteps(path);
  return (
    <form
      className={classes.ask}
      onSubmit={(event) => {
        event.preventDefault();
        if (before) archive.mutate({ before: new Date(before).toISOString() });
      }}
    >
      <TextInput
        label={t('audit.archives.before')}
        type="date"
        value={before}
        onChange={(event) => setBefore(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={!before} loading={archive.isPending}>
        {t('audit.archives.now')}
      </Button>
      {archive.isSuccess && <p role="status">{t('audit.archives.made', { n: archive.data })}</p>}
      {archive.isError && <ProblemNote error={archive.error} />}
    </form>
  );
}

/** Asks for one file after the other, as long as there are more; answers how many there were. */
function useSteps(to: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (asked: { before: string } | { from: number; to: number }) => {
      let files = 0;
      for (let body = asked; ; ) {
        const { part, more } = (await ask<Archived>(to, { method: 'POST', body })).data;
        if (!part) return files;
        files += 1;
        if (!more) return files;
        if ('from' in body) body = { ...body, from: part.to + 1 };
      }
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['audit'] }),
  });
}
