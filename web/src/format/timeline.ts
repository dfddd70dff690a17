/** Something that happens, or has to be done by then. */
export interface Moment {
  readonly key: string;
  /** A day (2026-11-30), or a moment (2026-11-22T14:00:00Z). */
  readonly at: string;
  /** What the record is called by its table and id. */
  readonly table: string;
  readonly id: string;
  readonly state: string;
  /** Whether it is still to be done: then a day that is over is too late. */
  readonly open: boolean;
}

export interface Day<M extends Moment> {
  /** 2026-11-22, as the person's own calendar has it; '' for all that comes later. */
  readonly date: string;
  readonly moments: readonly M[];
}

const dayMs = 24 * 60 * 60 * 1000;
const isDay = (at: string) => /^\d{4}-\d{2}-\d{2}$/.test(at);

/** The day of a moment in the person's own time zone. */
export function dayOf(at: Date | string): string {
  if (typeof at === 'string' && isDay(at)) return at;
  const moment = typeof at === 'string' ? new Date(at) : at;
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 10);
}

/** The day so many days after another; days are counted by the calendar, not by hours. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Whether it should have been done by now. */
export function isLate(moment: Moment, today: string): boolean {
  return moment.open && dayOf(moment.at) < today;
}

/**
 * The days from today on, each with what falls on it in its order, then those
 * later days on which something does; behind `most` days stands all that comes
 * after. What is late stands first today, what is over is left out.
 */
export function daysOf<M extends Moment>(
  moments: readonly M[],
  today: string,
  count: number,
  most: number,
): readonly Day<M>[] {
  const sorted = moments.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.key < b.key ? -1 : 1));
  const next = Array.from({ length: count }, (_, n) => dayAfter(today, n));
  const last = next.at(-1) ?? today;
  const far = [...new Set(sorted.map(({ at }) => dayOf(at)).filter((day) => day > last))];
  const days = [...next, ...far.slice(0, most - count)];
  const beyond = far.slice(most - count);
  const on = (day: string) =>
    sorted.filter((moment) => dayOf(moment.at) === day || (day === today && isLate(moment, today)));
  const list = days.map((date) => ({ date, moments: on(date) }));
  return beyond.length > 0 ? [...list, { date: '', moments: beyond.flatMap(on) }] : list;
}
