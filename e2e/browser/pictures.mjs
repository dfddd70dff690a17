// The same run draws the user guide's pictures, when it is told where to.
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './demo.mjs';

const folder = process.env.COUNTERSIGN_PICTURES && resolve(root, process.env.COUNTERSIGN_PICTURES);
const heaviest = 150_000;

/** Keeps what stands on the screen as NAME.png, in the size that the guide shows. */
export async function picture(page, name, height = 800) {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide', clip: { x: 0, y: 0, width: 1280, height } });
  const { length } = readFileSync(path);
  if (length > heaviest) throw new Error(`${path} has ${length} bytes; the guide's pictures have ${heaviest} at most.`);
}
