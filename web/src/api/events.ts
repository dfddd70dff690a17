import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Me } from './me';

interface Changed {
  readonly table: string;
  readonly id: string;
}

/** How long changes are gathered before lists are read again. */
const gatherMs = 300;

/**
 * Keeps what is shown fresh: the server tells which records changed (only those
 * this person may view) and how many changes wait. The browser reconnects by
 * itself; after a gap everything shown is read again.
 */
export function useEvents() {
  const cache = useQueryClient();
  useEffect(() => {
    const source = new EventSource('/api/v1/event');
    const stale = new Map<string, readonly string[]>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let broken = false;

    const gather = (key: readonly string[]) => {
      stale.set(key.join('/'), key);
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const queryKey of stale.values()) void cache.invalidateQueries({ queryKey });
        stale.clear();
      }, gatherMs);
    };

    source.addEventListener('changed', (event) => {
      const { table, id }: Changed = JSON.parse(event.data);
      if (table === 'change') return gather(['change']);
      for (const part of ['record', 'history', 'may']) gather(['table', table, part, id]);
      gather(['table', table, 'list']);
    });
    source.addEventListener('inbox', (event) => {
      const { count }: { count: number } = JSON.parse(event.data);
      cache.setQueryData<Me>(['me'], (me) => me && { ...me, inbox: count });
      gather(['change']);
    });
    source.addEventListener('error', () => {
      broken = true;
    });
    source.addEventListener('open', () => {
      if (broken) void cache.invalidateQueries();
      broken = false;
    });
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [cache]);
}
