import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Asked, ask } from './http';
import type { components } from './schema';

export type Planned = components['schemas']['Planned'];
/** What became of a write; a link or token stands in this answer and nowhere else. */
type Outcome = components['schemas']['Outcome'] & { readonly link?: string; readonly token?: string };

/** A write as a screen makes it: on a table's address or a command's. */
export interface Write {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** The version that the person looked at, for a record that exists. */
  readonly version?: number;
  /** How the answer is preferred (RFC 7240), such as respond-async. */
  readonly prefer?: string;
}

/** Why, and the number of an external ticket; both are kept with the change. */
export interface Because {
  readonly reason: string;
  readonly ticket: string;
}

/** What a write would do, or why it is refused; nothing is written. */
export async function planned(write: Write): Promise<Planned> {
  const query = new URLSearchParams({ dry_run: 'true' });
  return (await ask<Planned>(write.path, { ...askedOf(write), query })).data;
}

/**
 * Planning says what a write would do; submitting does it. A submission that is
 * repeated with the same key, after a broken connection, happens once.
 */
export function useCommand() {
  const cache = useQueryClient();
  const plan = useMutation({ mutationFn: planned });
  const submit = useMutation({
    mutationFn: async ({ write, because, key }: { write: Write; because: Because; key: string }) => {
      const headers = { 'Idempotency-Key': key, ...headersOf(because) };
      const asked = askedOf(write);
      return (await ask<Outcome>(write.path, { ...asked, headers: { ...asked.headers, ...headers } })).data;
    },
    onSuccess: async () => {
      await Promise.all([['change'], ['table']].map((queryKey) => cache.invalidateQueries({ queryKey })));
    },
  });
  return { plan, submit };
}

function askedOf({ method, body, version, prefer }: Write): Asked {
  return {
    method,
    body,
    headers: {
      ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
      ...(prefer === undefined ? {} : { Prefer: prefer }),
    },
  };
}

function headersOf({ reason, ticket }: Because): Record<string, string> {
  const headers: Record<string, string> = {};
  if (reason.trim()) headers['Countersign-Reason'] = headerText(reason.trim());
  if (ticket.trim()) headers['Countersign-Ticket'] = headerText(ticket.trim());
  return headers;
}

/** Text as a header carries it: what is not printable ASCII goes in the form of RFC 8187. */
export function headerText(text: string): string {
  return /^[ -~]*$/.test(text) && !text.startsWith("UTF-8''") ? text : `UTF-8''${encodeURIComponent(text)}`;
}
