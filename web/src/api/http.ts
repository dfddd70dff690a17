import createClient from 'openapi-fetch';
import { noteUse } from './lasting';
import { Problem, problemOf } from './problem';
import { askForProof } from './proof';
import type { paths } from './schema';

/** What came back, with the version that a later write must name. */
export interface Answer<T> {
  readonly data: T;
  readonly status: number;
  readonly version: number | undefined;
}

/**
 * Every request goes through here: without a session the person is sent to sign
 * in and comes back to this address; a write that wants a newer proof asks for
 * one and is repeated; every refusal is thrown as a Problem.
 */
async function guarded(request: Request): Promise<Response> {
  const again = request.clone();
  const answer = await fetch(request);
  if (answer.status !== 401) noteUse();
  if (answer.ok) return answer;
  const problem = await problemOf(answer);
  if (problem.status === 401) {
    const here = location.pathname + location.search;
    location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
    return new Promise(() => {}); // the page is being left
  }
  if (problem.code === 'proof_needed' && (await askForProof())) return guarded(again);
  throw problem;
}

/** The client typed from the OpenAPI document, for addresses known when this is written. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: guarded });

/** The data of a typed answer. Refusals were thrown before. */
export function dataOf<T>(answer: { data?: T; response: Response }): T {
  if (answer.data === undefined) {
    throw new Problem({
      code: 'no_answer',
      title: 'No answer',
      detail: 'The answer is empty.',
      status: answer.response.status,
    });
  }
  return answer.data;
}

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Asks an address made from a declaration: a table or command named at run time. */
export async function ask<T>(
  path: string,
  { method = 'GET', query, headers, body, signal }: Asked = {},
): Promise<Answer<T>> {
  const url = new URL(path, location.origin);
  if (query) url.search = query.toString();
  const answer = await guarded(
    new Request(url, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    }),
  );
  const text = await answer.text();
  return {
    data: (text ? JSON.parse(text) : undefined) as T,
    status: answer.status,
    version: versionOf(answer.headers.get('ETag')),
  };
}

function versionOf(etag: string | null): number | undefined {
  const digits = etag?.match(/^"(\d+)"$/)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
