import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, dataOf } from './http';
import { learn } from './names';
import { asProblem } from './problem';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Review = Schemas['AccessReview'];
export type Item = Schemas['ReviewItem'];
export type Verdict = 'confirmed' | 'revoked';

/** What I am to review, due first, with the reviews that it is of. */
export function useToReview() {
  return useQuery({
    queryKey: ['table', 'review_item', 'list', 'mine'],
    queryFn: async ({ signal }) => {
      const list = dataOf(await api.GET('/api/v1/me/review', { signal }));
      learn({ user: list.names });
      return list;
    },
  });
}

/** The newest reviews. */
export function useReviews(enabled: boolean) {
  return useQuery({
    queryKey: ['table', 'access_review', 'list', 'all'],
    queryFn: async ({ signal }) => {
      const query = { sort: '-started_at' as const, limit: 100 };
      return dataOf(await api.GET('/api/v1/access_review', { params: { query }, signal })).items;
    },
    enabled,
  });
}

export const verdicts = ['open', 'confirmed', 'revoked', 'lapsed', 'gone'] as const;
export type Counts = Readonly<Record<(typeof verdicts)[number], number>>;

/** How many items of a review have each verdict, of those that I may view. */
export function useCounts(review: string) {
  return useQuery({
    queryKey: ['table', 'review_item', 'list', 'counts', review],
    queryFn: async ({ signal }): Promise<Counts> => {
      const counted = verdicts.map(async (verdict) => {
        const query = { filter: [`review=${review}`, `verdict=${verdict}`], count: true, limit: 1 };
        const page = dataOf(await api.GET('/api/v1/review_item', { params: { query }, signal }));
        return [verdict, page.total ?? 0] as const;
      });
      return Object.fromEntries(await Promise.all(counted)) as Counts;
    },
  });
}

/** What one verdict came to. */
export interface Judged {
  readonly item: Item;
  readonly verdict: Verdict;
  readonly outcome?: Schemas['Outcome'];
  readonly code?: string;
  readonly detail?: string;
}

export interface Judging {
  readonly items: readonly Item[];
  readonly verdict: Verdict;
  readonly reason: string;
  /** The version of the grant that was looked at anew; else the one that the item shows. */
  readonly seen?: number;
}

/**
 * Gives a verdict on items, one after the other, each judged by itself; done
 * counts them meanwhile. Who does not prove who they are stops there.
 */
export function useJudge() {
  const cache = useQueryClient();
  const [done, setDone] = useState(0);
  const judge = useMutation({
    mutationFn: async (judging: Judging): Promise<readonly Judged[]> => {
      const judged: Judged[] = [];
      for (const item of judging.items) {
        setDone(judged.length);
        const one = await judgeOne(item, judging);
        judged.push(one);
        if (one.code === 'proof_needed') break;
      }
      return judged;
    },
    onSettled: async () => {
      setDone(0);
      const stale = [
        ['table', 'review_item'],
        ['table', 'access_review'],
        ['table', 'grant'],
        ['table', 'member'],
        ['change'],
      ];
      await Promise.all(stale.map((queryKey) => cache.invalidateQueries({ queryKey })));
    },
  });
  return { judge, done };
}

async function judgeOne(item: Item, { verdict, reason, seen }: Judging): Promise<Judged> {
  const body = { verdict, reason, record_version: seen ?? item.record_version };
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  const path = `/api/v1/review/review_item/${encodeURIComponent(item.id)}/decide`;
  try {
    return { item, verdict, outcome: (await ask<Schemas['Outcome']>(path, { method: 'POST', body, headers })).data };
  } catch (error) {
    const { code, detail } = asProblem(error);
    return { item, verdict, code, detail };
  }
}
