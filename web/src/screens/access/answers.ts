import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ask } from '@/api/http';
import { learn } from '@/api/names';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Why = Schemas['Why'];
export type Asking = Schemas['Asking'];
export type Reason = Schemas['AccessReason'];
export type Lack = Schemas['AccessLack'];
export type Scope = Schemas['AccessScope'];
export type Held = Schemas['Held'];
export type Report = Schemas['ColludeReport'];
export type Case = Schemas['ColludeCase'];
export type Group = Schemas['ColludeGroup'];
export type Act = Schemas['ColludeAct'];
export type Gap = Schemas['CollusionGap'];
export type Member = Schemas['ColludeMember'];
export type Simulation = Schemas['Simulation'];
export type BroughtAlong = Schemas['BroughtAlong'];
export type ShiftGroup = Schemas['ShiftGroup'];

/** What a question about access names; '' where it names none. */
export interface About {
  readonly user?: string;
  readonly permission?: string;
  readonly table?: string;
  readonly id?: string;
  readonly as_of?: string;
}

const key = (...parts: readonly unknown[]) => ['access', ...parts];

function queryOf(about: object): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(about)) if (value) query.set(name, String(value));
  return query;
}

export function useWhy(about: About, enabled: boolean) {
  return useQuery({
    queryKey: key('why', about),
    queryFn: async ({ signal }) => (await ask<Why>('/api/v1/access/why', { query: queryOf(about), signal })).data,
    enabled,
  });
}

/** Who may do it, page after page, each with every path. */
export function useWho(about: About, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: key('who', about),
    queryFn: async ({ pageParam: cursor, signal }) => {
      const query = queryOf({ ...about, limit: 50, cursor });
      const page = (await ask<Schemas['AbleList']>('/api/v1/access/who', { query, signal })).data;
      learn({ user: Object.fromEntries(page.items.map(({ user, name }) => [user, name])) });
      return page;
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    enabled,
  });
}

export function useWhat(about: About, enabled: boolean) {
  return useQuery({
    queryKey: key('what', about),
    queryFn: async ({ signal }) =>
      (await ask<Schemas['HeldList']>('/api/v1/access/what', { query: queryOf(about), signal })).data,
    enabled,
  });
}

/** Every permission there is, and to which areas they belong. */
export function usePermissions() {
  return useQuery({
    queryKey: key('permission'),
    queryFn: async ({ signal }) => (await ask<Schemas['PermissionList']>('/api/v1/access/permission', { signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Each of these questions is logged, and some take long: none is asked again unasked. */
export function useCollusion(question: Readonly<Record<string, string>>) {
  return useQuery({
    queryKey: key('collusion', question),
    queryFn: async ({ signal }) =>
      (await ask<Report>('/api/v1/access/collusion', { query: queryOf(question), signal })).data,
    enabled: Boolean(question.outcome),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export interface WouldBe {
  readonly table: 'grant' | 'member' | 'role' | 'user';
  readonly op: 'insert' | 'update' | 'delete';
  readonly id?: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** What the change would change; a question, though it is posted: nothing is written. */
export function useSimulation(change: WouldBe | undefined) {
  return useQuery({
    queryKey: key('simulate', change),
    queryFn: async ({ signal }) =>
      (await ask<Simulation>('/api/v1/access/simulate', { method: 'POST', body: { changes: [change] }, signal })).data,
    enabled: change !== undefined,
  });
}
