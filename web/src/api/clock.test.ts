import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hereAt, now, setClock } from './clock';

const noon = Date.parse('2026-11-22T12:00:00Z');

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(noon);
});
afterEach(() => {
  setClock(new Date(noon).toISOString(), noon, noon);
  vi.useRealTimers();
});

it('goes on from the server’s time, told in the middle of the question', () => {
  setClock('2026-12-01T08:00:00.000000Z', noon - 400, noon);
  expect(now()).toBe(Date.parse('2026-12-01T08:00:00.200Z'));
  vi.advanceTimersByTime(60_000);
  expect(now()).toBe(Date.parse('2026-12-01T08:01:00.200Z'));
});

it('says when the browser’s clock will show a moment of the server’s', () => {
  setClock('2026-12-01T08:00:00.000000Z', noon, noon);
  expect(hereAt('2026-12-01T08:30:00.000000Z')).toBe(noon + 30 * 60_000);
});

it('keeps what it knows when it is told no time', () => {
  setClock('2026-12-01T08:00:00.000000Z', noon, noon);
  setClock('', noon, noon);
  expect(now()).toBe(Date.parse('2026-12-01T08:00:00Z'));
});
