import { useQuery } from '@tanstack/react-query';
import { filled } from './filled';
import { api, dataOf } from './http';
import type { components } from './schema';

export type Alarm = components['schemas']['ColludeAlarm'];
export type Looked = components['schemas']['ColludeLooked'];

/** How often is read again: it is found by the server, not by anybody's change. */
const again = 60_000;

/** What one person alone could bring about, as found when last was looked; for who may ask. */
export function useAlarms(enabled: boolean) {
  return useQuery({
    queryKey: ['alarm'],
    queryFn: async ({ signal }) => filled(dataOf(await api.GET('/api/v1/access/alarm', { signal }))),
    enabled,
    refetchInterval: ({ state }) => (state.status === 'error' ? false : again),
  });
}
