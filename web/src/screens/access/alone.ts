import type { Alarm } from '@/api/alarm';
import { type Outcome, outcomes } from './outcome';

/** The alarms of one outcome, with whoever alone could bring any of them about. */
export interface Alone {
  readonly outcome: Outcome;
  readonly alarms: readonly Alarm[];
  /** Names, each once, as far as they are told. */
  readonly people: readonly string[];
  /** How many more people there are at least. */
  readonly more: number;
}

/** The alarms by outcome, in the order in which outcomes are asked about. */
export function aloneOf(alarms: readonly Alarm[]): readonly Alone[] {
  return outcomes.flatMap((outcome) => {
    const list = alarms.filter((alarm) => alarm.outcome === outcome);
    if (list.length === 0) return [];
    const names = new Map(list.flatMap(({ people }) => people.map(({ person, name }) => [person, name])));
    const most = Math.max(...list.map(({ of }) => of));
    return [{ outcome, alarms: list, people: [...names.values()], more: Math.max(0, most - names.size) }];
  });
}

/** Where an alarm is asked about anew, with everybody who could. */
export function askedOf({ outcome, on }: Alarm): string {
  const part = { account: 'account', role: 'role', process: 'process', four_eyes_rule: 'rule' }[on.table] ?? on.table;
  return `/access/collusion?${new URLSearchParams({ outcome, [part]: on.id })}`;
}
