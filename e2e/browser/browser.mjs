// One headless Chromium for all; everybody has a window of their own in it. What
// no screen may do, ask another host or complain, is watched in every window.
import { existsSync } from 'node:fs';
import { chromium } from './tools.mjs';

const path = process.env.CHROMIUM ?? '/usr/bin/chromium';

export function openBrowser() {
  if (!existsSync(path)) {
    throw new Error(
      `There is no Chromium at ${path}. "make setup" installs it where it may; else install it and name its path in CHROMIUM.`,
    );
  }
  return chromium.launch({
    executablePath: path,
    args: ['--disable-background-networking', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
  });
}

/** A window at the demo, with what was heard in it. */
export async function openWindow(browser, url, looks = {}) {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    colorScheme: 'light',
    viewport: { width: 1280, height: 800 },
    ...looks,
  });
  context.setDefaultTimeout(15_000);
  const heard = { elsewhere: [], complaints: [] };
  const host = new URL(url).host;
  context.on('request', (request) => {
    const to = new URL(request.url());
    if (to.protocol.startsWith('http') && to.host !== host) heard.elsewhere.push(request.url());
  });
  context.on('console', (said) => {
    if (said.type() === 'error' || said.type() === 'warning') heard.complaints.push(complaint(said));
  });
  context.on('weberror', (error) => heard.complaints.push(String(error.error())));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`against the policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return { context, page: await context.newPage(), heard };
}

const complaint = (said) =>
  `${new URL(said.page()?.url() ?? 'about:blank').pathname}: ${said.text()} ${said.location().url}`;

/** The browser itself notes every answer of 400 and more; a refusal that was asked for is no complaint. */
export const isRefusal = (text) => /Failed to load resource: .* status of 4(01|03|04|09|22) /.test(text);
