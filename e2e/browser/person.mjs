import { Authenticator } from './authenticator.mjs';
import { isRefusal, openWindow } from './browser.mjs';

/** Somebody of the demo at a browser: what they type, where they go, what they see. */
export class Person {
  constructor(browser, url, { id, email, password, seed }, given) {
    Object.assign(this, { browser, url, id, email, password });
    this.authenticator = new Authenticator(seed, given);
  }

  /** Opens a window; signed out. */
  async comes(looks) {
    Object.assign(this, await openWindow(this.browser, this.url, looks));
    return this;
  }

  async signsIn() {
    if (!this.page) await this.comes();
    await this.page.goto('/sign-in');
    await this.givesPassword(this.password);
    await this.isRefused(async () => {
      await this.givesCode(await this.authenticator.code());
      await this.page.locator('#content h1, #error').first().waitFor();
    });
    // Who acted late in the story has given this half minute's code already.
    if (new URL(this.page.url()).pathname === '/sign-in/code') await this.givesCode(await this.authenticator.code());
    await this.arrives();
    this.isIn = true;
    this.provedAt = this.seenAt = Date.now();
    return this;
  }

  /** Whether the session lives yet: on a slow machine it may have been idle for too long. */
  async isStillIn() {
    if (!this.isIn) return false;
    const long = Date.now() - this.seenAt > 5 * 60_000;
    this.seenAt = Date.now();
    if (!long) return true;
    const { status } = await this.isRefused(() => this.asks('GET', '/api/v1/me'));
    return status === 200;
  }

  async givesPassword(password, email = this.email) {
    await this.page.getByLabel('E-mail address').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async givesCode(code) {
    await this.page.getByLabel('Code').fill(code);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async goes(path) {
    await this.page.goto(path);
    await this.arrives();
  }

  /** Waits until a screen of the page stands: it has its title and nothing is being loaded. */
  async arrives() {
    await this.page.locator('#content h1').first().waitFor();
    await this.page.waitForFunction(() => !document.querySelector('main output[aria-label="Loading"]'));
  }

  async presses(name) {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  async follows(name) {
    await this.page.getByRole('main').getByRole('link', { name, exact: true }).click();
  }

  async fills(label, value) {
    await this.page.getByRole('textbox', { name: label }).fill(value);
  }

  /** Waits until the words stand on the screen. */
  async sees(words) {
    await this.page.getByText(words).first().waitFor();
  }

  offers(name) {
    return this.page.getByRole('button', { name }).count();
  }

  /** The doors in the rail. */
  doors() {
    return this.page.getByRole('navigation', { name: 'Areas' }).getByRole('link').allInnerTexts();
  }

  /** Asks the API from the page, with its session: status and body. */
  asks(method, path, body, more = {}) {
    return this.page.evaluate(
      async ({ method, path, body, more }) => {
        const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(), ...more };
        const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
        return { status: answer.status, body: await answer.json() };
      },
      { method, path, body, more },
    );
  }

  /** What the browser itself notes of a refusal is no complaint while one is asked for. */
  async isRefused(doing) {
    const { complaints } = this.heard;
    const before = complaints.length;
    const told = await doing();
    complaints.push(...complaints.splice(before).filter((text) => !isRefusal(text)));
    return told;
  }

  /** Gives the code that the open dialog asks for. */
  async provesIt() {
    const dialog = this.page.getByRole('dialog', { name: 'Is it still you?' });
    await dialog.getByLabel('Code of your authenticator').fill(await this.authenticator.code());
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** A write that has to be done at once. */
  async does(path, body = {}) {
    const { status, body: outcome } = await this.asks('POST', path, body);
    if (status >= 400) throw new Error(`${this.id} ${path}: ${outcome.code} ${outcome.field ?? ''} ${outcome.detail}`);
    return outcome;
  }
}
