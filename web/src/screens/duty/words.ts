import type { Key } from '@/text/catalogue';

/** How a static rule is said: of so many items, that many in one person's hands are too many; 0 is 2. */
export function togetherOf(items: number, tooMany: number): { readonly key: Key; readonly n: number } {
  const n = tooMany === 0 ? 2 : tooMany;
  if (items === 2) return { key: 'duty.static.both', n };
  if (n === items) return { key: 'duty.static.all', n };
  return n === 2 ? { key: 'duty.static.two', n } : { key: 'duty.static.some', n };
}

/** Whether an exception still lets somebody past at the moment. */
export function isOpen(until: string, now: number): boolean {
  return now < Date.parse(until);
}
