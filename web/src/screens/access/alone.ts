import type { Alarm } from '@/api/alarm';
import type { Text } from '@/text/text';
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

/** Where an alarm is asked about anew, with everybody who could; of a unit its first role. */
export function askedOf({ outcome, on, roles = [] }: Alarm): string {
  if (on.table === 'unit') {
    const asked = { outcome, role: roles[0]?.role ?? '', scope: 'unit', scope_record: on.id };
    return `/access/collusion?${new URLSearchParams(asked)}`;
  }
  const part = { account: 'account', role: 'role', process: 'process', four_eyes_rule: 'rule' }[on.table] ?? on.table;
  return `/access/collusion?${new URLSearchParams({ outcome, [part]: on.id })}`;
}

/** What an alarm is about; of a unit the roles too that could be given there. */
export function nameOf({ name, on, roles = [] }: Alarm, t: Text['t']): string {
  if (on.table !== 'unit') return name;
  return t('access.alarms.unit', { roles: roles.map((one) => one.name).join(', '), unit: name });
}
