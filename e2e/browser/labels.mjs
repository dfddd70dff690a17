import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { signedIn } from './stage.mjs';

export function tests() {
  it('lets who looks after labels enter one, and a solver sort exceptions by it', async () => {
    const lena = await signedIn('lena.stark');
    const entered = await lena.asks('POST', '/api/v1/label', {
      name: 'Bank charge',
      unit: 'treasury',
      colour: 'amber',
    });
    assert.equal(entered.status, 201, JSON.stringify(entered.body));
    const david = await signedIn('david.roth');
    await david.goes('/exception');
    const lines = david.page.getByRole('list', { name: 'Exceptions' }).getByRole('listitem');
    const all = await lines.count();
    assert.ok(all > 1, `The work-list has ${all} lines.`);
    const key = await lines.first().getByRole('link').locator('span').first().innerText();
    await david.page.getByRole('button', { name: /^Label/ }).click();
    await david.page.getByRole('dialog').getByRole('checkbox', { name: 'Bank charge' }).check();
    await isAccessibleInBothLooks(david.page, 'labels of an exception');
    await david.presses('See what happens');
    await david.presses('Apply now');
    await david.sees('Done.');
    await david.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await lines.first().getByText('Bank charge').waitFor();
    await david.page.getByRole('article').getByText('Bank charge').first().waitFor();
    await david.page.getByRole('combobox', { name: 'Label' }).selectOption('Label: Bank charge');
    await david.page.waitForFunction(
      () => document.querySelectorAll('main ul[aria-label="Exceptions"] > li').length === 1,
    );
    assert.equal(await lines.first().getByRole('link').locator('span').first().innerText(), key);
    await isAccessibleInBothLooks(david.page, 'a work-list of one label');
    await fitsAPhone(david.page, 'a work-list of one label');
  });

  it('takes a label off again', async () => {
    const david = await signedIn('david.roth');
    await david.page.getByRole('list', { name: 'Exceptions' }).getByRole('link').first().click();
    await david.page.getByRole('button', { name: /^Label/ }).click();
    const off = david.page.getByRole('dialog').getByRole('group', { name: /^Remove/ });
    await off.getByRole('checkbox', { name: 'Bank charge' }).check();
    await david.presses('See what happens');
    await david.presses('Apply now');
    await david.sees('Done.');
    await david.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await david.sees('Nothing to do here');
  });
  it('labels several exceptions at once, and says how many', async () => {
    const david = await signedIn('david.roth');
    await david.goes('/exception');
    const { page } = david;
    const all = (await david.asks('GET', '/api/v1/exception?filter=state!%3Dclosed&count=true')).body.total;
    await page.getByRole('button', { name: 'Choose several' }).click();
    const lines = page.getByRole('list', { name: 'Exceptions' }).getByRole('listitem');
    for (const at of [0, 2]) await lines.nth(at).getByRole('checkbox').check();
    await david.sees('2 exceptions chosen');
    await isAccessibleInBothLooks(page, 'several exceptions chosen');
    await fitsAPhone(page, 'several exceptions chosen');
    await page.getByRole('button', { name: 'None' }).click();
    await david.sees('0 exceptions chosen');
    await page.getByRole('button', { name: `All ${all} of this list` }).click();
    await david.sees(`${all} exceptions chosen`);
    await lines.nth(1).getByRole('checkbox').uncheck();
    await david.sees(`${all - 1} exceptions chosen`);
    const bar = page.getByRole('region', { name: 'Choose several' });
    await bar.getByRole('button', { name: 'Label' }).click();
    await page.getByRole('dialog', { name: `Label ${all - 1} exceptions` }).waitFor();
    await page.getByRole('dialog').getByRole('checkbox', { name: 'Bank charge' }).check();
    await david.presses('See what happens');
    await david.presses('Apply now');
    await david.sees('Done.');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    const labelled = async () =>
      (await david.asks('GET', '/api/v1/exception?filter=state!%3Dclosed')).body.items.filter(
        (x) => x.labels?.length > 0,
      );
    assert.equal((await labelled()).length, all - 1);
    await page.getByRole('button', { name: `All ${all} of this list` }).click();
    await david.sees(`${all} exceptions chosen`);
    await bar.getByRole('button', { name: 'Label' }).click();
    const off = page.getByRole('dialog').getByRole('group', { name: /^Remove/ });
    await off.getByRole('checkbox', { name: 'Bank charge' }).check();
    await david.presses('See what happens');
    await david.presses('Apply now');
    await david.sees('Done.');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    assert.equal((await labelled()).length, 0);
    await page.getByRole('button', { name: 'Choose no more' }).click();
  });
}
