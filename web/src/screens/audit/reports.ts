/** One report: its name in the API, and what it is asked with. */
export interface Report {
  readonly name: 'rights' | 'changes' | 'rules_off' | 'payments' | 'leavers' | 'ticket';
  readonly fields: readonly {
    readonly name: 'as_of' | 'user' | 'from' | 'to' | 'package' | 'ticket' | 'kind' | 'csv';
    readonly kind: 'time' | 'user' | 'text' | 'list' | 'csv';
    readonly needed?: boolean;
  }[];
}

export type Values = Readonly<Record<string, string>>;

const span = [
  { name: 'from', kind: 'time' },
  { name: 'to', kind: 'time' },
] as const;

export const reports: readonly Report[] = [
  { name: 'rights', fields: [{ name: 'as_of', kind: 'time' }] },
  { name: 'changes', fields: [{ name: 'user', kind: 'user', needed: true }, ...span] },
  { name: 'rules_off', fields: span },
  { name: 'payments', fields: [{ name: 'package', kind: 'text' }, ...span] },
  {
    name: 'leavers',
    fields: [
      { name: 'kind', kind: 'list', needed: true },
      { name: 'csv', kind: 'csv', needed: true },
    ],
  },
  { name: 'ticket', fields: [{ name: 'ticket', kind: 'text', needed: true }] },
];

interface Request {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly query: URLSearchParams;
  readonly body?: unknown;
}

/** How a report is asked for: a list of people goes in the body, all else in the address; times in UTC. */
export function requestOf({ name, fields }: Report, values: Values): Request {
  const path = `/api/v1/report/${name}`;
  const query = new URLSearchParams();
  const { kind, csv } = values;
  if (name === 'leavers') return { path, method: 'POST', query, body: { kind, csv } };
  for (const { name: field, kind: form } of fields) {
    const value = values[field]?.trim();
    if (value) query.set(field, form === 'time' ? new Date(value).toISOString() : value);
  }
  return { path, method: 'GET', query };
}
