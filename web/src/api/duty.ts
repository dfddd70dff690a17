import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTable } from './declared';
import { filled } from './filled';
import { api, dataOf } from './http';
import { learn } from './names';
import type { components } from './schema';

type Schemas = components['schemas'];
export type DutyRule = ReturnType<typeof filledRule>;
export type Violation = Schemas['DutyViolation'];
export type Held = Schemas['DutyHeld'];
export type Breach = Schemas['Breach'];
export type Exception = Schemas['DutyException'];

const filledRule = (rule: Schemas['DutyRule']) => filled(rule);

/** There are a handful of rules; so many are read. */
const many = 500;

export function useDutyRules() {
  return useQuery({
    queryKey: ['table', 'duty_rule', 'list', 'all'],
    queryFn: async ({ signal }) => {
      const query = { sort: 'name' as const, limit: many };
      return dataOf(await api.GET('/api/v1/duty_rule', { params: { query }, signal })).items.map(filledRule);
    },
  });
}

/** Who breaks the rules that are in force. */
export function useViolations() {
  return useQuery({
    queryKey: ['table', 'duty_rule', 'list', 'violations'],
    queryFn: async ({ signal }) => filled(dataOf(await api.GET('/api/v1/duty/violations', { signal }))),
  });
}

/** Who would break one rule, also one that is not in force. */
export function useViolationsOf(rule: string, enabled: boolean) {
  return useQuery({
    queryKey: ['table', 'duty_rule', 'list', 'violations', rule],
    queryFn: async ({ signal }) => {
      const params = { path: { id: rule } };
      return filled(dataOf(await api.GET('/api/v1/duty_rule/{id}/violations', { params, signal })));
    },
    enabled,
  });
}

/** What one person did alone that a dynamic rule has done by different people; a page at a time, newest first. */
export function useBreachesOf(rule: string, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ['table', 'duty_rule', 'list', 'breaches', rule],
    initialPageParam: 0,
    queryFn: async ({ signal, pageParam }) => {
      const params = { path: { id: rule }, query: pageParam > 0 ? { before: pageParam } : {} };
      return dataOf(await api.GET('/api/v1/duty_rule/{id}/breaches', { params, signal }));
    },
    getNextPageParam: (last) => last.next,
    enabled,
  });
}

/** Exceptions from rules, those that last longest first; past ones too. */
export function useExceptions() {
  const enabled = useTable('duty_exception')?.may.view === true;
  return useQuery({
    queryKey: ['table', 'duty_exception', 'list', 'all'],
    queryFn: async ({ signal }) => {
      const query = { sort: '-until_at' as const, limit: many, names: true };
      const page = dataOf(await api.GET('/api/v1/duty_exception', { params: { query }, signal }));
      learn(page.names);
      return page.items;
    },
    enabled,
  });
}
