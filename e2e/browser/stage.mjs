// One demo and one browser for all tests, and everybody's window in it.
import assert from 'node:assert/strict';
import { now } from './authenticator.mjs';
import { openBrowser, openWindow } from './browser.mjs';
import { startDemo } from './demo.mjs';
import { Person } from './person.mjs';

/** What the parts leave for those that come after: addresses. */
export const story = {};

const people = new Map();
const windows = [];
let running;
let browser;
let given;

export const demo = {
  async opens() {
    browser = await openBrowser();
    running = await startDemo();
    given = now();
    console.log(`The demo was ready after ${running.seconds.toFixed(1)} s.`);
  },
  async closes() {
    await browser?.close();
    await running?.stop();
  },
};

/** Somebody of the demo, who keeps one window during all of the tests. */
export function person(id) {
  if (!people.has(id)) {
    const known = running.people.get(id);
    if (!known) throw new Error(`${id} cannot sign in: the demo did not write them down.`);
    people.set(id, new Person(browser, running.url, known, given));
  }
  return people.get(id);
}

/** Somebody who is signed in. */
export async function signedIn(id) {
  const one = person(id);
  return (await one.isStillIn()) ? one : one.signsIn();
}

/** Has one administrator write a record and another agree to it. */
export async function agreed(path, body) {
  const tomas = await signedIn('tomas.reiter');
  const ilse = await signedIn('ilse.brandt');
  const { status, body: held } = await tomas.asks('PUT', path, body, { 'If-None-Match': '*' });
  assert.equal(status, 202, JSON.stringify(held));
  await ilse.does(`/api/v1/change/${held.change}/approve`, { digest: held.digest });
}

/** A window of somebody who is not known yet. */
export async function otherWindow() {
  const opened = await openWindow(browser, running.url);
  windows.push(opened);
  return opened.page;
}

/** What was heard in all windows; that a session ended is no complaint in another's, where this is tried. */
export const heard = (what) => [
  ...windows.flatMap((one) => one.heard[what].filter((text) => !/ status of 401 /.test(text))),
  ...[...people.values()].flatMap((one) => one.heard?.[what] ?? []),
];
