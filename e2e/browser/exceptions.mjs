import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isAccessibleInBothLooks } from './accessible.mjs';
import { signedIn } from './stage.mjs';

const key = 'INV 88213 · GBP';

export function tests() {
  it('lets an analyst comment on an exception from the work-list, by keyboard', async () => {
    const lena = await signedIn('lena.stark');
    await lena.goes('/exception');
    await lena.page.getByText('All', { exact: true }).click();
    await lena.page.getByRole('list', { name: 'Exceptions' }).getByText(key).click();
    await lena.page.getByRole('heading', { name: key }).waitFor();
    await lena.page.getByRole('button', { name: /^Comment/ }).waitFor();
    await lena.page.keyboard.press('c');
    const dialog = lena.page.getByRole('dialog', { name: 'Comment' });
    await dialog.waitFor();
    await lena.fills('Text', 'The bank was asked whose invoice this is.');
    await isAccessibleInBothLooks(lena.page, 'a comment on an exception');
    await lena.presses('See what happens');
    await lena.presses('Apply now');
    await dialog.getByText('Done.').waitFor();
    await lena.presses('Close');
    await dialog.waitFor({ state: 'detached' });
    await lena.sees('The bank was asked whose invoice this is.');
  });

  it('lets who solved it read the comment, with the name of who wrote it', async () => {
    const david = await signedIn('david.roth');
    const { items } = (await david.asks('GET', '/api/v1/exception_comment?sort=-written_at&limit=1')).body;
    await david.goes(`/exception/${items[0].exception}`);
    await david.sees('The bank was asked whose invoice this is.');
    assert.equal(await david.page.getByRole('main').getByText('lena.stark', { exact: true }).count(), 0);
    await david.page.getByRole('main').getByText('Lena Stark').first().waitFor();
  });
}
