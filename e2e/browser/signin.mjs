import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isAccessibleInBothLooks } from './accessible.mjs';
import { Authenticator } from './authenticator.mjs';
import { picture } from './pictures.mjs';
import { otherWindow, person, signedIn } from './stage.mjs';

export function tests() {
  it('answers a wrong password and an unknown user alike', async () => {
    const mia = await person('mia.gruber').comes();
    const answers = [];
    for (const email of [mia.email, 'nobody@halvorn.example']) {
      await mia.page.goto('/sign-in');
      answers.push(
        await mia.isRefused(async () => {
          await mia.givesPassword('not-the-password-1', email);
          return mia.page.getByRole('alert').innerText();
        }),
      );
    }
    assert.equal(answers[0], answers[1]);
    assert.match(answers[0], /do not belong together/);
    await isAccessibleInBothLooks(mia.page, 'a refused sign-in');
  });

  it('lets somebody in with password and code, to the screen that they asked for', async () => {
    const mia = person('mia.gruber');
    await mia.isRefused(async () => {
      await mia.page.goto('/invoice');
      await mia.page.waitForURL('**/sign-in?next=*');
    });
    await picture(mia.page, 'sign-in');
    await mia.givesPassword(mia.password);
    await isAccessibleInBothLooks(mia.page, 'the second factor');
    mia.lastCode = await mia.authenticator.code();
    await mia.givesCode(mia.lastCode);
    await mia.arrives();
    assert.equal(new URL(mia.page.url()).pathname, '/invoice');
  });

  it('takes each code once', async () => {
    const mia = person('mia.gruber');
    await mia.page.getByRole('button', { name: 'Mia Gruber' }).click();
    await mia.page.getByRole('button', { name: 'Sign out' }).click();
    await mia.page.waitForURL('**/sign-in');
    await mia.givesPassword(mia.password);
    await mia.isRefused(async () => {
      await mia.givesCode(mia.lastCode);
      assert.match(await mia.page.getByRole('alert').innerText(), /Each code works once/);
    });
  });

  it('gives somebody new a password, a second factor and recovery codes by a one-time link', async () => {
    const ilse = await signedIn('ilse.brandt');
    const { link } = await ilse.does('/api/v1/directory/user/hugo.santos/invite');
    const page = await otherWindow();
    await page.goto(link);
    await isAccessibleInBothLooks(page, 'the one-time link');
    await page.getByLabel('New password').fill('violet-harbour-eleven-cups');
    await page.getByLabel('Once more').fill('violet-harbour-eleven-cups');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByAltText(/QR code/).waitFor();
    await isAccessibleInBothLooks(page, 'setting up the second factor');
    const seed = await page.locator('code.seed').innerText();
    await page.getByLabel('Code').fill(await new Authenticator(seed, 0).code());
    await page.getByRole('button', { name: 'Confirm' }).click();
    assert.equal(await page.getByRole('listitem').count(), 10);
    await isAccessibleInBothLooks(page, 'the recovery codes');
    await page.getByRole('link', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Hugo Santos' }).waitFor();
  });
}
