import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { Planned } from '@/api/command';
import type { Row } from '@/api/declared';
import { type Filled, filled } from '@/api/filled';
import { api, ask, dataOf } from '@/api/http';
import type { components } from '@/api/schema';

export type Standing = Filled<components['schemas']['PackageStanding']>;
export type Warning = Filled<components['schemas']['Warning']>;
export type Verdict = Filled<components['schemas']['SigningVerdict']>;
export type AccountVerdict = Filled<components['schemas']['SigningAccountVerdict']>;
export type Clash = Filled<components['schemas']['SigningClash']>;
export type Debited = Filled<components['schemas']['Debited']>;

/** How often a verdict is read again while people sign: who may not view signatures gets no event of them. */
const liveMs = 15_000;

/**
 * The keys begin like those of a list of signatures, so that every signature
 * brings the verdict up to date; the package's version is in them for the rest.
 */
function keyOf(part: string, row: Row) {
  return ['table', 'signature', 'list', part, row.id, row.version];
}

const isLive = (row: Row) => (row.state === 'awaiting_signatures' ? liveMs : false);

export function standingOf(row: Row) {
  return queryOptions({
    queryKey: keyOf('standing', row),
    queryFn: async ({ signal }): Promise<Standing> =>
      filled(dataOf(await api.GET('/api/v1/package/{id}/verdict', { params: { path: { id: row.id } }, signal }))),
    refetchInterval: isLive(row),
    placeholderData: keepPreviousData,
  });
}

/** How the signatures of a package stand, with names and sums. */
export function useStanding(row: Row) {
  return useQuery(standingOf(row));
}

/** Everybody whose signature the package has, whether it counts or not. */
export function signersOf({ verdict, barred: of }: Standing): readonly string[] {
  const barred = of.filter(({ signed }) => signed).map(({ user }) => user);
  return [...verdict.counted, ...verdict.ignored, ...verdict.no_right, ...barred];
}

/** What one's own signature would come to. */
export function useWarning(row: Row, enabled: boolean) {
  return useQuery({
    queryKey: keyOf('warning', row),
    queryFn: async ({ signal }): Promise<Warning> =>
      filled(
        dataOf(await api.GET('/api/v1/package/{id}/warning', { params: { path: { id: row.id }, query: {} }, signal })),
      ),
    refetchInterval: isLive(row),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** The dry run of one's own signature: whether a rule would hold it. */
export function useSignPlan(row: Row, digest: string, enabled: boolean) {
  return useQuery({
    // Not among the table's queries: a signature given must not ask for its plan again.
    queryKey: ['plan', 'package.sign', row.id, row.version, digest],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ dry_run: 'true' });
      return (await ask<Planned>(signPath(row.id), { method: 'POST', query, body: { digest }, signal })).data;
    },
    enabled,
    retry: false,
  });
}

export function signPath(id: string): string {
  return commandPath(id, 'sign');
}

export function commandPath(id: string, verb: string): string {
  return `/api/v1/payments/package/${encodeURIComponent(id)}/${verb}`;
}

/** People and accounts of a standing by what they are called. */
export interface Names {
  readonly user: (id: string) => string;
  readonly account: (id: string) => string;
}

export function namesOf({ people, accounts }: Standing): Names {
  const users = new Map(people.map(({ user, name }) => [user, name || user]));
  const called = new Map(accounts.map(({ account, name }) => [account, name]));
  return { user: (id) => users.get(id) ?? id, account: (id) => called.get(id) ?? id };
}
