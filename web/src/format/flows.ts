/** Where things are drawn. Amounts become lengths here and nowhere else: nothing is computed with them. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The n-th of count places on a circle, clockwise from the top. */
export function placeOf(n: number, count: number, radius: number, centre: Point): Point {
  const angle = (2 * Math.PI * n) / Math.max(count, 1) - Math.PI / 2;
  return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
}

/** A curve that bends towards the centre, so that there and back lie apart. */
export function bend(from: Point, to: Point, centre: Point): string {
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  // Each direction leans to its own right-hand side.
  const lean = { x: -(to.y - from.y) * 0.12, y: (to.x - from.x) * 0.12 };
  const via = { x: (middle.x + centre.x) / 2 + lean.x, y: (middle.y + centre.y) / 2 + lean.y };
  return `M${digits(from.x)} ${digits(from.y)}Q${digits(via.x)} ${digits(via.y)} ${digits(to.x)} ${digits(to.y)}`;
}

function digits(n: number): string {
  return n.toFixed(1);
}

/** How wide a ribbon of this value is where the widest is width; to scale, but never too thin to be seen. */
export function widthOf(value: string, most: number, width: number): number {
  const share = most > 0 ? Math.abs(Number(value)) / most : 0;
  return Math.max(0.75, share * width);
}

/** The largest of the values, whatever their sign. */
export function largest(values: readonly string[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(Number(value))), 0);
}
