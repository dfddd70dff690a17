/** An action that needs the number of a ticket; the condition is CEL, empty for always. */
export interface TicketRule {
  readonly action: string;
  readonly condition?: string;
}

/** What organisations usually ask tickets for. */
export const usual = [
  'user.insert',
  'user.suspend',
  'member.insert',
  'member.delete',
  'grant.insert',
  'process.insert',
] as const;

/** Usual forms of numbers, each with one that it takes. */
export const forms = [
  { pattern: '', example: '' },
  { pattern: 'OPS-\\d+', example: 'OPS-142' },
  { pattern: '[A-Z][A-Z0-9]+-\\d+', example: 'TREASURY-17' },
  { pattern: '(INC|CHG|REQ)\\d{7}', example: 'CHG0031337' },
] as const;

export function rulesOf(entered: string): readonly TicketRule[] {
  try {
    const read: unknown = JSON.parse(entered);
    return Array.isArray(read) ? (read as TicketRule[]) : [];
  } catch {
    return [];
  }
}

export function textOf(rules: readonly TicketRule[]): string {
  return JSON.stringify(rules.map(({ action, condition }) => (condition ? { action, condition } : { action })));
}

/**
 * Whether the number has the form as a whole; undefined where this browser cannot read the form,
 * which the server reads as RE2.
 */
export function takes(pattern: string, number: string): boolean | undefined {
  if (pattern === '') return true;
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(number);
  } catch {
    return undefined;
  }
}
