import { describe, expect, it } from 'vitest';
import { formatDecimal, parseDecimal, roundDecimal } from './money';

describe('formatDecimal', () => {
  it.each([
    ['1204311.20', 'en-GB', '1,204,311.20'],
    ['1204311.20', 'de-DE', '1.204.311,20'],
    ['-0.05', 'en-GB', '\u22120.05'],
    ['1000', 'de-DE', '1.000'],
    ['0', 'en-GB', '0'],
    ['123456789012345678901234567890.123', 'en-GB', '123,456,789,012,345,678,901,234,567,890.123'],
  ])('writes %s in %s as %s', (text, locale, want) => {
    expect(formatDecimal(text, locale)).toBe(want);
  });

  it('leaves alone what is no decimal', () => {
    expect(formatDecimal('1e9', 'en-GB')).toBe('1e9');
  });
});

describe('parseDecimal', () => {
  it.each([
    ['1,204,311.20', 'en-GB', '1204311.20'],
    ['1.204.311,20', 'de-DE', '1204311.20'],
    ['12500.00', 'en-GB', '12500.00'],
    ['12500,5', 'de-DE', '12500.5'],
    ['\u22125', 'en-GB', '-5'],
  ])('reads %s in %s as %s', (typed, locale, want) => {
    expect(parseDecimal(typed, locale)).toBe(want);
  });

  it.each([
    ['12,5', 'en-GB'],
    ['1.5', 'de-DE'],
    ['1,2,3', 'en-GB'],
    ['twelve', 'en-GB'],
    ['1.2.3', 'en-GB'],
  ])('refuses %s in %s, which could be read in two ways or in none', (typed, locale) => {
    expect(parseDecimal(typed, locale)).toBeUndefined();
  });

  it('reads back what formatDecimal writes', () => {
    for (const locale of ['en-GB', 'de-DE']) {
      for (const text of ['0', '-7', '999', '1000.5', '-1234567.89']) {
        expect(parseDecimal(formatDecimal(text, locale), locale)).toBe(text);
      }
    }
  });
});

it('what is only looked at is rounded half to even', () => {
  expect(roundDecimal('66646934.67575574', 2)).toBe('66646934.68');
  expect(roundDecimal('-0.125', 2)).toBe('-0.12');
  expect(roundDecimal('0.135', 2)).toBe('0.14');
  expect(roundDecimal('9.999', 2)).toBe('10.00');
  expect(roundDecimal('2.5', 0)).toBe('2');
  expect(roundDecimal('12.5', 2)).toBe('12.5');
});
