import type { Json, Row } from '@/api/declared';

/** One cell of an input's row, as it stood there. */
export interface Cell {
  readonly name: string;
  readonly value: string;
}

const kinds = ['partial', 'unmatched_left', 'unmatched_right', 'bad'] as const;
export type Kind = (typeof kinds)[number];

/** An exception as the screens read it. Amounts are decimal text, rows count from 0, -1 is none. */
export interface Exception {
  readonly id: string;
  readonly version: number;
  readonly run: string;
  readonly process: string;
  readonly kind: Kind;
  readonly state: string;
  readonly key: readonly string[];
  readonly leftRow: number;
  readonly rightRow: number;
  readonly amountDiff: string;
  readonly dateDiff: string;
  readonly leftAmount: string;
  readonly rightAmount: string;
  readonly fails: readonly string[];
  readonly left: readonly Cell[];
  readonly right: readonly Cell[];
  readonly priority: string;
  readonly assignee: string;
  /** The group that it is allocated to, or ''. */
  readonly group: string;
  /** Ids of its labels. */
  readonly labels: readonly string[];
  readonly cause: string;
  readonly suggestedAction: string;
  readonly actionTaken: string;
  readonly closedBy: string;
  readonly closedAt: string;
  /** The match by hand that closed it, or ''. */
  readonly handMatch: string;
  /** The match of the run that was broken apart and left the row open, or ''. */
  readonly brokenMatch: string;
  /** The change that waits, told to who may see it. */
  readonly pending: string | undefined;
}

export function exceptionOf(row: Row): Exception {
  return {
    id: row.id,
    version: row.version,
    run: text(row.run),
    process: text(row.process),
    kind: kinds.find((kind) => kind === row.kind) ?? 'bad',
    state: text(row.state),
    key: texts(row.key),
    leftRow: Number(row.left_row ?? -1),
    rightRow: Number(row.right_row ?? -1),
    amountDiff: text(row.amount_diff),
    dateDiff: text(row.date_diff),
    leftAmount: text(row.left_amount),
    rightAmount: text(row.right_amount),
    fails: texts(row.fails),
    left: cells(row.left_fields),
    right: cells(row.right_fields),
    priority: text(row.priority),
    assignee: text(row.assignee),
    group: text(row.group),
    labels: texts(row.labels),
    cause: text(row.cause),
    suggestedAction: text(row.suggested_action),
    actionTaken: text(row.action_taken),
    closedBy: text(row.closed_by),
    closedAt: text(row.closed_at),
    handMatch: text(row.hand_match),
    brokenMatch: text(row.broken_match),
    pending: typeof row.pending_change === 'string' ? row.pending_change : undefined,
  };
}

/** What people know an exception by: the values that the sides are compared by. */
export function keyText({ key }: Pick<Exception, 'key'>): string {
  return key.filter(Boolean).join(' · ');
}

export function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function cells(value: Json | undefined): readonly Cell[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((cell: Json) =>
    typeof cell === 'object' && cell !== null && 'name' in cell && 'value' in cell
      ? [{ name: String(cell.name), value: String(cell.value) }]
      : [],
  );
}
