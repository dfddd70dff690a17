import type { components } from './schema';

type Document = components['schemas']['Problem'];

/** A refusal or failure as the server told it (RFC 9457): a stable code, and what to do. */
export class Problem extends Error {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly field: string | undefined;
  readonly request: string | undefined;
  /** Of a refusal for want of a permission: what would give it, and whom to ask. */
  readonly access: Document['access'];

  constructor(document: Omit<Document, 'type'>) {
    super(document.detail);
    this.name = 'Problem';
    this.code = document.code;
    this.title = document.title;
    this.status = document.status;
    this.field = document.field;
    this.request = document.request;
    this.access = document.access;
  }

  get detail(): string {
    return this.message;
  }
}

/** Reads the problem of an answer that is none of success. */
export async function problemOf(answer: Response): Promise<Problem> {
  try {
    const document: Document = await answer.json();
    if (document.code) return new Problem(document);
  } catch {
    // What is no problem document comes from something between us and the server.
  }
  return new Problem({
    code: 'no_answer',
    title: answer.statusText || 'No answer',
    detail: `The server answered ${answer.status} without saying why.`,
    status: answer.status,
  });
}

/** Any thrown value as a problem; a fetch that failed is the network's. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const offline = error instanceof TypeError;
  return new Problem({
    code: offline ? 'unreachable' : 'page_failed',
    title: offline ? 'The server cannot be reached' : 'The page failed',
    detail: error instanceof Error ? error.message : String(error),
    status: 0,
  });
}
