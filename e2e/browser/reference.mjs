import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { signedIn } from './stage.mjs';

export function tests() {
  it('lets an analyst make a reference table, which she then administers, and enter a row', async () => {
    const lena = await signedIn('lena.stark');
    await lena.goes('/new/reference_table?name=Limits&unit=treasury');
    await lena.page.getByRole('group', { name: 'Column 1' }).getByLabel('Name').fill('code');
    await lena.presses('Add a column');
    const second = lena.page.getByRole('group', { name: 'Column 2' });
    await second.getByLabel('Name').fill('amount');
    await second.getByLabel('Kind').selectOption({ label: 'Decimal number' });
    await isAccessibleInBothLooks(lena.page, 'a new reference table');
    await lena.presses('See what happens');
    await lena.presses('Apply now');
    await lena.sees('Done.');
    const { items } = (await lena.asks('GET', '/api/v1/reference_table?filter=name%3DLimits')).body;
    await lena.goes(`/reference_table/${items[0].id}`);
    await lena.presses('New row');
    const dialog = lena.page.getByRole('dialog');
    await lena.fills('code', 'EUR');
    await lena.fills('amount', '1,5x');
    await lena.presses('See what happens');
    await dialog
      .getByText(/A number such as/)
      .first()
      .waitFor();
    await lena.fills('amount', '1,250.50');
    await lena.presses('See what happens');
    await lena.presses('Apply now');
    await dialog.getByText('Done.').waitFor();
    await lena.presses('Close');
    await lena.page.getByRole('cell', { name: '1,250.5' }).waitFor();
  });

  it('tells her what is wrong with a file by line, and takes it when it is right', async () => {
    const lena = await signedIn('lena.stark');
    const { items } = (await lena.asks('GET', '/api/v1/reference_table?filter=name%3DLimits')).body;
    await lena.goes(`/reference_table/${items[0].id}/do/import_rows`);
    const file = (text) => ({ name: 'limits.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    const bring = async (text) => {
      await lena.page.locator('input[type=file]').setInputFiles(file(text));
      await lena.presses('See what happens');
    };
    await lena.isRefused(async () => {
      await bring('code,amount\nEUR,1300\nGBP,many\n');
      await lena.page
        .getByRole('alert')
        .getByText(/"many" is no decimal number/)
        .waitFor();
    });
    await bring('code,amount\nEUR,1300\nGBP,-2\n');
    await lena.presses('Apply now');
    await lena.sees('Done.');
    await lena.goes(`/reference_table/${items[0].id}`);
    await lena.page.getByRole('cell', { name: '1,300' }).waitFor();
    await isAccessibleInBothLooks(lena.page, 'a reference table');
    await fitsAPhone(lena.page, 'a reference table');
    const csv = await lena.page.evaluate(
      (path) => fetch(path).then((answer) => answer.text()),
      `/api/v1/reference_table/${items[0].id}/csv`,
    );
    assert.match(csv, /^.?code,amount\r?\nEUR,1300\r?\nGBP,'-2\r?\n$/u);
  });

  it('lets her, who administers it, give its roles on its page, and no others', async () => {
    const lena = await signedIn('lena.stark');
    const { items } = (await lena.asks('GET', '/api/v1/reference_table?filter=name%3DLimits')).body;
    await lena.goes(`/reference_table/${items[0].id}`);
    const here = lena.page.getByRole('list', { name: 'Roles given here' });
    await here.getByText('table-admin').first().waitFor();
    await lena.follows('Grant a role…');
    await lena.page.waitForURL('**/new/grant?*');
    await lena.arrives();
    const field = (label) => lena.page.getByRole('combobox', { name: label, exact: true });
    const offered = lena.page.getByRole('listbox').getByRole('option');
    for (const [label, typed] of [
      ['User', 'Lena Stark'],
      ['Role', 'process-viewer'],
      ['Role', 'treasurer'],
    ]) {
      await field(label).fill(typed);
      assert.deepEqual(await offered.allInnerTexts(), [], `${typed} is offered.`);
      await field(label).fill('');
      await field(label).press('Escape');
    }
    await field('User').fill('ruth.adler@halvorn.example'); // of another unit: by her address
    await offered.filter({ hasText: 'ruth.adler@halvorn.example' }).click();
    await field('Role').fill('table-viewer');
    await lena.page.getByRole('option', { name: 'table-viewer', exact: true }).click();
    await isAccessibleInBothLooks(lena.page, 'a grant at one reference table');
    await fitsAPhone(lena.page, 'a grant at one reference table');
    await lena.presses('See what happens');
    await lena.sees(/^It will wait\./);
  });
}
