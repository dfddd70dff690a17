import type { Row } from '@/api/declared';
import type { Meeting } from './answers';

/** Which rules are listed: all, those in force, those that are off, those that nobody can meet. */
export const states = ['', 'on', 'off', 'impossible'] as const;

/** A rule in force that today's people cannot meet. */
export function isImpossible(row: Row, meeting: Meeting | undefined): boolean {
  return row.enabled === true && meeting?.possible === false;
}

/** Whether the rule is one of those that were asked for, by its words or those of its subject. */
export function isShown(
  row: Row,
  meeting: Meeting | undefined,
  { find, state }: Readonly<Record<'find' | 'state', string>>,
  word: (name: string) => string,
): boolean {
  if (state === 'on' && row.enabled !== true) return false;
  if (state === 'off' && row.enabled === true) return false;
  if (state === 'impossible' && !isImpossible(row, meeting)) return false;
  const subject = String(row.subject);
  const text = `${row.name} ${subject} ${word(subject)} ${row.condition}`.toLowerCase();
  return text.includes(find.trim().toLowerCase());
}
