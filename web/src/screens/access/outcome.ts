import type { Asked } from './useAsked';

export const outcomes = [
  'payment_to_new_beneficiary',
  'user_gains_role',
  'exception_force_closed',
  'four_eyes_rule_off',
] as const;
export type Outcome = (typeof outcomes)[number];

export const kinds = ['intercompany', 'third_party', 'tax', 'salary'] as const;

/** What the address of a collusion question says. */
export const names = [
  'outcome',
  'account',
  'kind',
  'amount',
  'currency',
  'user',
  'role',
  'scope',
  'scope_table',
  'scope_record',
  'process',
  'rule',
] as const;
export type OutcomeAsked = Asked<(typeof names)[number]>;

/** What an outcome can be asked about. */
const parts: Record<Outcome, readonly (keyof OutcomeAsked)[]> = {
  payment_to_new_beneficiary: ['account', 'kind', 'amount', 'currency'],
  user_gains_role: ['role', 'user', 'scope', 'scope_table', 'scope_record'],
  exception_force_closed: ['process'],
  four_eyes_rule_off: ['rule'],
};

export function outcomeOf(text: string): Outcome | undefined {
  return outcomes.find((one) => one === text);
}

/** Whether everything is named that the question needs. */
export function isWhole({ outcome: text, role, amount, currency }: OutcomeAsked): boolean {
  const outcome = outcomeOf(text);
  if (outcome === 'user_gains_role') return role !== '';
  return outcome !== undefined && (amount === '') === (currency === '');
}

/** The question without what other outcomes speak of; empty while it is not whole. */
export function questionOf(asked: OutcomeAsked): Readonly<Record<string, string>> {
  const outcome = outcomeOf(asked.outcome);
  if (!outcome || !isWhole(asked)) return {};
  return { outcome, ...Object.fromEntries(parts[outcome].map((name) => [name, asked[name]])) };
}
