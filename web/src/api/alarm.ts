import { useQuery } from '@tanstack/react-query';
import { filled } from './filled';
import { api, dataOf } from './http';
import type { components } from './schema';

export type Alarm = components['schemas']['ColludeAlarm'];
export type Looked = components['schemas']['ColludeLooked'];

/**
 * What one person alone could bring about, as found when last was looked; for who may ask.
 * Read again when somebody comes back to it, never by a timer: that would keep a session
 * alive that nobody uses.
 */
export function useAlarms(enabled: boolean) {
  return useQuery({
    queryKey: ['alarm'],
    queryFn: async ({ signal }) => filled(dataOf(await api.GET('/api/v1/access/alarm', { signal }))),
    enabled,
  });
}
