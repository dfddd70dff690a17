/** How a state is told: waiting amber, agreed green, refused red, stale grey, sealed locked. */
export type StatusKind = 'waiting' | 'agreed' | 'refused' | 'stale' | 'sealed' | 'plain';

const kinds: Readonly<Record<string, StatusKind>> = {
  accepted: 'agreed',
  acknowledged: 'agreed',
  active: 'agreed',
  applied: 'agreed',
  approved: 'agreed',
  assigned: 'waiting',
  awaiting_signatures: 'waiting',
  booked: 'sealed',
  closed: 'sealed',
  confirmed: 'agreed',
  contradicts: 'refused',
  declined: 'refused',
  delivered: 'agreed',
  ended: 'stale',
  executed: 'agreed',
  expired: 'stale',
  failed: 'refused',
  gone: 'stale',
  held: 'waiting',
  in_review: 'waiting',
  invited: 'waiting',
  partly_accepted: 'waiting',
  lapsed: 'stale',
  pending: 'waiting',
  recalled: 'stale',
  refused: 'refused',
  rejected: 'refused',
  released: 'agreed',
  returned: 'refused',
  revoked: 'refused',
  running: 'waiting',
  sealed: 'sealed',
  sent: 'agreed',
  settled: 'agreed',
  signed: 'agreed',
  stale: 'stale',
  stopped: 'stale',
  suspended: 'refused',
  unknown: 'waiting',
  verified: 'agreed',
  withdrawn: 'stale',
};

/** Columns that hold a state in the sense above. */
export const stateColumns: ReadonlySet<string> = new Set(['state', 'status', 'outcome', 'result']);

export function kindOf(state: string): StatusKind {
  return kinds[state] ?? 'plain';
}
