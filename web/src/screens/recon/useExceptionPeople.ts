import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '@/api/http';
import type { components } from '@/api/schema';

export type ExceptionPeople = components['schemas']['ExceptionPeople'];

/** Who may solve an exception, and the names of who had to do with it. */
export function useExceptionPeople(id: string) {
  return useQuery({
    queryKey: ['table', 'exception', 'record', id, 'people'],
    queryFn: async ({ signal }): Promise<ExceptionPeople> =>
      dataOf(await api.GET('/api/v1/exception/{id}/people', { params: { path: { id } }, signal })),
    enabled: id !== '',
  });
}

/** What people are called, by id. */
export function namesOf(people: ExceptionPeople | undefined): Readonly<Record<string, string>> {
  const all = [...(people?.solvers ?? []), ...(people?.people ?? [])];
  return Object.fromEntries(all.filter(({ name }) => name !== '').map(({ user, name }) => [user, name]));
}
