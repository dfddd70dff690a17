/** The real minus sign; a hyphen is not one. */
const minus = '\u2212';

/**
 * Decimal text as people of the locale read it. The digits are never turned
 * into a float: -1204311.20 in en-GB is −1,204,311.20 whatever its length.
 */
export function formatDecimal(text: string, locale: string): string {
  const match = text.match(/^(-?)(\d+)(?:\.(\d+))?$/);
  if (!match) return text;
  const [, sign = '', whole = '', fraction] = match;
  const { group, decimal } = separatorsOf(locale);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return (sign && minus) + grouped + (fraction === undefined ? '' : decimal + fraction);
}

/** Decimal text with that many decimals, half to even, for where the rest would only be in the way. */
export function roundDecimal(text: string, digits: number): string {
  const match = text.match(/^(-?)(\d+)(?:\.(\d+))?$/);
  if (!match || (match[3]?.length ?? 0) <= digits) return text;
  const [, sign = '', whole = '', fraction = ''] = match;
  const kept = BigInt(whole + fraction.slice(0, digits));
  const rest = fraction.slice(digits);
  const half = `5${'0'.repeat(rest.length - 1)}`;
  const up = rest > half || (rest === half && kept % 2n === 1n);
  const all = String(up ? kept + 1n : kept).padStart(digits + 1, '0');
  return sign + (digits === 0 ? all : `${all.slice(0, -digits)}.${all.slice(-digits)}`);
}

const known = new Map<string, { group: string; decimal: string }>();

function separatorsOf(locale: string) {
  let found = known.get(locale);
  if (!found) {
    const parts = new Intl.NumberFormat(locale, { useGrouping: 'always', minimumFractionDigits: 1 }).formatToParts(
      12345.6,
    );
    const part = (type: Intl.NumberFormatPartTypes, otherwise: string) =>
      parts.find((p) => p.type === type)?.value ?? otherwise;
    found = { group: part('group', ','), decimal: part('decimal', '.') };
    known.set(locale, found);
  }
  return found;
}

/**
 * What somebody typed, in the separators of the locale, as decimal text.
 * Undefined when it is no number, or could be read in two ways.
 */
export function parseDecimal(typed: string, locale: string): string | undefined {
  const { group, decimal } = separatorsOf(locale);
  const text = typed.trim().replace(minus, '-');
  const [whole = '', fraction, ...more] = text.replace(/^-/, '').split(decimal);
  const [first = '', ...groups] = whole.split(group);
  const grouped = groups.length === 0 || (/^\d{1,3}$/.test(first) && groups.every((part) => /^\d{3}$/.test(part)));
  const digits = first + groups.join('');
  if (!grouped || more.length > 0 || !/^\d+$/.test(digits) || (fraction !== undefined && !/^\d+$/.test(fraction)))
    return undefined;
  return (text.startsWith('-') ? '-' : '') + digits + (fraction === undefined ? '' : `.${fraction}`);
}
