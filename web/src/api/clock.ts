/** How far the server's clock stands before the browser's, in milliseconds. */
let ahead = 0;

/**
 * Takes in the server's time. It was told somewhere between the question and
 * the answer, both by the browser's clock; the middle is the best that is known.
 */
export function setClock(told: string, asked: number, answered: number): void {
  const at = Date.parse(told);
  if (!Number.isNaN(at)) ahead = at - (asked + answered) / 2;
}

/** The present moment as the server has it: what it tells of times is compared with this. */
export function now(): number {
  return Date.now() + ahead;
}

/** When the browser's clock will show a moment that the server told. */
export function hereAt(moment: string): number {
  return Date.parse(moment) - ahead;
}
