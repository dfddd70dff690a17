import { expect, it } from 'vitest';
import { formatAge, formatDay } from './time';

it('keeps a day that day in every time zone', () => {
  expect(formatDay('2026-11-30', 'en-GB')).toBe('30 Nov 2026');
  expect(formatDay('2026-11-30', 'de-DE')).toBe('30.11.2026');
});

it('leaves alone what is no day', () => {
  expect(formatDay('soon', 'en-GB')).toBe('soon');
});

it('says an age in its coarsest unit', () => {
  const now = Date.parse('2026-11-22T14:00:00Z');
  expect(formatAge('2026-11-22T13:59:50Z', now, 'en-GB')).toBe('0 mins');
  expect(formatAge('2026-11-22T11:30:00Z', now, 'en-GB')).toBe('2 hrs');
  expect(formatAge('2026-11-10T11:30:00Z', now, 'en-GB')).toBe('12 days');
  expect(formatAge('2026-11-22T15:00:00Z', now, 'en-GB')).toBe('0 mins');
});
