import { describe, expect, it } from 'vitest';
import { dayAfter, dayOf, daysOf, isLate, type Moment } from './timeline';

const today = '2026-11-22';
const moment = (key: string, at: string, open = true): Moment => ({
  key,
  at,
  open,
  table: 'cycle',
  id: key,
  state: 'open',
});
const keysOf = (moments: readonly Moment[]) =>
  daysOf(moments, today, 3, 4).map(({ date, moments }) => [date, moments.map(({ key }) => key).join()]);

describe('the days of a time line', () => {
  it('hold what falls on them, in its order', () => {
    const noon = moment('noon', '2026-11-22T12:00:00Z');
    const morning = moment('morning', '2026-11-22T08:00:00Z');
    expect(keysOf([noon, morning, moment('next', '2026-11-23')])).toEqual([
      ['2026-11-22', 'morning,noon'],
      ['2026-11-23', 'next'],
      ['2026-11-24', ''],
    ]);
  });

  it('put first today what is late, and leave out what is over', () => {
    expect(
      keysOf([moment('today', today), moment('late', '2026-11-20'), moment('over', '2026-11-20', false)])[0],
    ).toEqual([today, 'late,today']);
    expect(isLate(moment('over', '2026-11-20', false), today)).toBe(false);
  });

  it('are followed by the later days on which something falls, and by all that comes after', () => {
    const far = [moment('far', '2026-12-24'), moment('farther', '2026-12-31'), moment('farthest', '2027-01-01')];
    expect(keysOf(far).slice(3)).toEqual([
      ['2026-12-24', 'far'],
      ['', 'farther,farthest'],
    ]);
  });

  it('are those of the calendar, across a month’s end', () => {
    expect(dayAfter('2026-11-30', 1)).toBe('2026-12-01');
    expect(dayOf('2026-11-30')).toBe('2026-11-30');
  });
});
