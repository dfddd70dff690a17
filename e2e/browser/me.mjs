import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { Authenticator } from './authenticator.mjs';
import { otherWindow, signedIn } from './stage.mjs';

let codes;

export function tests() {
  it('gives ten other recovery codes, once, and those before are of no use any more', async () => {
    const paul = await signedIn('paul.meier');
    await proves(paul);
    await paul.goes('/me');
    const first = await renews(paul);
    await isAccessibleInBothLooks(paul.page, 'recovery codes');
    await fitsAPhone(paul.page, 'recovery codes');
    await paul.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await paul.presses('Copy all ten');
    await paul.page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.deepEqual(await paul.page.evaluate(() => navigator.clipboard.readText()), first.join('\n'));
    await paul.presses('I have kept them');
    assert.equal(await paul.page.getByText(first[0]).count(), 0);
    codes = await renews(paul);
    await paul.presses('I have kept them');
    const refused = await paul.isRefused(() => paul.asks('POST', '/api/v1/me/proof', { code: first[0] }));
    assert.equal(refused.body.code, 'wrong_code');
  });

  it('says what another authenticator brings before the button is pressed, and leaves it when asked to', async () => {
    const paul = await signedIn('paul.meier');
    await proves(paul);
    await paul.sees(/takes the place of the one that you use now\. Everywhere else you are signed out/);
    await draws(paul);
    await isAccessibleInBothLooks(paul.page, 'another authenticator');
    await fitsAPhone(paul.page, 'another authenticator');
    await paul.presses('Leave it as it is');
    await paul.page.getByRole('button', { name: 'Replace my authenticator' }).waitFor();
    assert.equal((await paul.asks('POST', '/api/v1/me/proof', { code: codes[0] })).status, 200);
  });

  it('puts another authenticator in the place of the one there was, and ends the sessions elsewhere', async () => {
    const paul = await signedIn('paul.meier');
    await proves(paul);
    const elsewhere = await signedInElsewhere(paul);
    await paul.goes('/me');
    const seed = await draws(paul);
    await paul.isRefused(async () => {
      await gives(paul, '000000');
      await paul.sees('This code is not accepted.');
    });
    const before = paul.authenticator;
    paul.authenticator = new Authenticator(seed, 0);
    await gives(paul, await paul.authenticator.code());
    await paul.sees('Your new authenticator counts from now on.');
    assert.equal((await codesOf(paul)).length, 10);
    const old = await paul.isRefused(async () => paul.asks('POST', '/api/v1/me/proof', { code: await before.code() }));
    assert.equal(old.body.code, 'wrong_code');
    await elsewhere.reload();
    await elsewhere.waitForURL('**/sign-in?*');
    await paul.goes('/me');
    await paul.sees('This one');
  });
}

/** So that nothing here asks for the code in between, however long ago the sign-in was. */
async function proves(somebody) {
  const code = await somebody.authenticator.code();
  assert.equal((await somebody.asks('POST', '/api/v1/me/proof', { code })).status, 200);
}

async function renews(somebody) {
  await somebody.presses('Make new recovery codes');
  await somebody.sees('Your new recovery codes');
  const list = await codesOf(somebody);
  assert.equal(new Set(list).size, 10);
  return list;
}

const codesOf = (somebody) => somebody.page.getByRole('main').locator('li code').allInnerTexts();

/** The seed that the page shows. */
async function draws(somebody) {
  await somebody.presses('Replace my authenticator');
  await somebody.page.getByRole('img', { name: 'The new key as a QR code' }).waitFor();
  return somebody.page.getByRole('region', { name: 'The new key' }).locator('code').innerText();
}

async function gives(somebody, code) {
  await somebody.fills('Code of the new authenticator', code);
  await somebody.presses('Confirm and sign out elsewhere');
}

async function signedInElsewhere(somebody) {
  const page = await otherWindow();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(somebody.email);
  await page.getByLabel('Password', { exact: true }).fill(somebody.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Code').fill(await somebody.authenticator.code());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.goto('/me');
  await page.getByText('This one').waitFor();
  return page;
}
