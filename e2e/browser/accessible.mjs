import assert from 'node:assert/strict';
import { axe } from './tools.mjs';

const ofColour = ['color-contrast', 'link-in-text-block'];

/** Refuses a screen that axe-core finds a fault in: WCAG A and AA, and what it calls good practice. */
export async function isAccessible(page, what, rules = {}) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((run) => window.axe.run(run), { resultTypes: ['violations'], ...rules });
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${what}: ${id}, ${help}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
  );
  assert.deepEqual(told, [], told.join('\n'));
}

/** The same in light and in dark, where only colours are others. */
export async function isAccessibleInBothLooks(page, what) {
  await isAccessible(page, `${what}, light`);
  await looks(page, 'dark');
  await isAccessible(page, `${what}, dark`, { runOnly: ofColour });
  await looks(page, 'light');
}

/** The same at 360 pixels, and that nothing lies beyond the edge. */
export async function fitsAPhone(page, what) {
  const usual = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  await isAccessible(page, `${what}, on a phone`, { rules: { 'target-size': { enabled: true } } });
  await looks(page, 'dark');
  await isAccessible(page, `${what}, on a phone, dark`, { runOnly: ofColour });
  await looks(page, 'light');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 360, `${what} is ${width} pixels wide on a phone of 360.`);
  await page.setViewportSize(usual);
}

async function looks(page, colorScheme) {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(settled);
}

/** Colours glide from one look to the other; what is on the way is not yet to be judged. */
async function settled() {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  const gliding = document.getAnimations().filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime));
  await Promise.allSettled(gliding.map(({ finished }) => finished));
}
