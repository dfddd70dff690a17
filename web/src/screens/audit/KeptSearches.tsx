import { ActionIcon, Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask } from '@/api/http';
import { useMe } from '@/api/me';
import type { components } from '@/api/schema';
import { ProblemNote } from '@/parts/Problem';
import { useText } from '@/text/text';
import classes from './Audit.module.css';
import { type Asked, queryOf } from './useAudit';

type SearchList = components['schemas']['SearchList'];

const path = '/api/v1/me/search';

/** Searches of the log under names: one's own, and those that others share. */
export function KeptSearches({ asked }: { asked: Asked }) {
  const { t } = useText();
  const me = useMe().user.id;
  const cache = useQueryClient();
  const kept = useQuery({
    queryKey: ['audit', 'kept'],
    queryFn: async ({ signal }) => (await ask<SearchList>(path, { signal })).data,
  });
  const write = useMutation({
    mutationFn: async ({ to, body }: { to: string; body?: unknown }) => ask(to, { method: 'POST', body }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['audit', 'kept'] }),
  });
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const query = queryOf(asked);

  function keep(event: FormEvent) {
    event.preventDefault();
    if (!name.trim() || !query) return;
    write.mutate({ to: path, body: { name: name.trim(), query, shared } }, { onSuccess: () => setName('') });
  }
  return (
    <Popover position="bottom-start" trapFocus width={320}>
      <Popover.Target>
        <Button variant="default" size="compact-sm" leftSection={<IconBookmark size={14} aria-hidden />}>
          {t('audit.kept')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('audit.kept')}>
        {kept.isError && <ProblemNote error={kept.error} onRetry={kept.refetch} />}
        <ul className={classes.kept}>
          {kept.data?.items.map((search) => (
            <li key={search.id}>
              <Link to="/audit" search={Object.fromEntries(new URLSearchParams(search.query))}>
                {search.name}
              </Link>
              {search.owner === me ? (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('table.views.forget', { name: search.name })}
                  onClick={() => write.mutate({ to: `${path}/${search.id}/forget` })}
                >
                  <IconTrash size={14} aria-hidden />
                </ActionIcon>
              ) : (
                <span className={classes.quiet}>{kept.data.names[search.owner] ?? search.owner}</span>
              )}
            </li>
          ))}
        </ul>
        {write.isError && <ProblemNote error={write.error} />}
        {query ? (
          <form onSubmit={keep} className={classes.form}>
            <TextInput
              size="xs"
              label={t('table.views.name')}
              maxLength={140}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Checkbox
              size="xs"
              label={t('audit.kept.share')}
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
            <Button type="submit" size="xs" variant="default" loading={write.isPending}>
              {t('audit.kept.keep')}
            </Button>
          </form>
        ) : (
          <p className={classes.quiet}>{t('audit.kept.none')}</p>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
