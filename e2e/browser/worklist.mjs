import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { signedIn } from './stage.mjs';

const [urgent, own, swapped, fee] = ['SALE-4474 · EUR', 'TRF-99120 · EUR', 'SALE-4472 · EUR', 'FEE-12 · EUR'];

/** The work-list by keyboard: an analyst, a solver and the solver's colleague. */
export function tests() {
  it('tells its keys, and steps through the list with j and k', async () => {
    const lena = await signedIn('lena.stark');
    await lena.goes('/exception');
    const { page } = lena;
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys of the work-list' });
    await keys.waitFor();
    await isAccessibleInBothLooks(page, 'the keys of the work-list');
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
    const lines = await list(lena)
      .getByRole('link')
      .evaluateAll((links) => links.map(({ dataset }) => dataset.id));
    assert.ok(lines.length >= 5, `The demo leaves ${lines.length} exceptions open.`);
    for (const [key, at] of [
      ['j', 1],
      ['j', 2],
      ['k', 1],
    ]) {
      await page.keyboard.press(key);
      await page.waitForFunction((id) => document.activeElement?.dataset.id === id, lines[at]);
      assert.equal(new URL(page.url()).searchParams.get('at')?.replaceAll('"', ''), lines[at]);
    }
  });

  it('suggests the row of the other side whose reference has two signs swapped', async () => {
    const lena = await signedIn('lena.stark');
    await opens(lena, swapped);
    const found = lena.page.getByRole('list', { name: 'What it may belong to' });
    const best = found.getByRole('listitem').filter({ hasText: 'SALE-4427' }).first();
    await best.getByText('92 of 100').waitFor();
    await best.getByText('The amounts are the same.').waitFor();
    await best.getByText(/has two neighbouring signs swapped/).waitFor();
    await isAccessibleInBothLooks(lena.page, 'suggestions for an exception');
    await best.getByRole('link').click();
    await lena.page.getByRole('heading', { level: 1, name: 'SALE-4427 · EUR' }).waitFor();
    await fitsAPhone(lena.page, 'an exception with suggestions');
  });

  it('assigns an exception with its cause, by a', async () => {
    const lena = await signedIn('lena.stark');
    await opens(lena, fee);
    await gives(lena, 'a', 'Assign', async () => {
      await lena.page.getByRole('combobox', { name: 'Assignee' }).selectOption({ label: 'David Roth' });
      await lena.fills('Cause', 'A fee that nobody expected');
      await lena.fills('Suggested action', 'Post it to the charges');
    });
    await lena.page.getByRole('article').getByText('A fee that nobody expected').first().waitFor();
  });

  it('lets a solver find it among theirs, comment by c and close by x', async () => {
    const david = await signedIn('david.roth');
    await david.goes('/');
    const waiting = david.page.getByRole('listitem').filter({ hasText: fee });
    await waiting.getByText(/Post it to the charges/).waitFor();
    await waiting.getByRole('link', { name: 'Open' }).waitFor();
    await david.goes('/exception');
    await david.page.getByText('Assigned to me', { exact: true }).click();
    await list(david).getByText(own).waitFor();
    await opens(david, fee);
    await gives(david, 'c', 'Comment', () => david.fills('Text', 'It is the fee of the month.'));
    await david.sees('It is the fee of the month.');
    await gives(david, 'x', 'Close', () => david.fills('Action taken', 'Posted to the charges'));
    await david.page.getByRole('article').getByText('Posted to the charges').first().waitFor();
    const { items } = (
      await david.asks('GET', '/api/v1/exception?filter=closed_by%3Ddavid.roth&sort=-closed_at&limit=1')
    ).body;
    assert.deepEqual([items[0].key.join(' · '), items[0].action_taken], [fee, 'Posted to the charges']);
  });

  it('shows who closed something urgent that it waits, and not for them', async () => {
    const david = await signedIn('david.roth');
    await opens(david, urgent);
    await list(david).getByRole('listitem').filter({ hasText: urgent }).getByText('a change waits').waitFor();
    await david.sees('Something asked for waits for others and is not in effect yet:');
    await david.page.getByRole('article').getByRole('link', { name: /Open/ }).first().click();
    await david.page.waitForURL('**/change/*');
    await david.arrives();
    await isAccessibleInBothLooks(david.page, 'a closing that waits, as its maker sees it');
    assert.equal(await david.offers('Approve'), 0);
  });

  it('lets the colleague agree, and then it is closed in the name of who closed it', async () => {
    const chiara = await signedIn('chiara.bassi');
    await opens(chiara, urgent);
    await chiara.page
      .getByRole('article')
      .getByRole('link', { name: /Review/ })
      .first()
      .click();
    await chiara.page.waitForURL('**/change/*');
    await chiara.arrives();
    await chiara.presses('Approve');
    await chiara.sees('It ended');
    const { items } = (await chiara.asks('GET', '/api/v1/exception?filter=priority%3Dnow')).body;
    assert.deepEqual([items[0].state, items[0].closed_by], ['closed', 'david.roth']);
  });
}

const list = (somebody) => somebody.page.getByRole('list', { name: 'Exceptions' });

/** Opens the work-list, and the exception of the key in it. */
async function opens(somebody, key) {
  await somebody.goes('/exception');
  await list(somebody).getByText(key, { exact: true }).click();
  await somebody.page.getByRole('heading', { name: key }).waitFor();
}

/** Presses the key of a command, fills what it asks, and has it done. */
async function gives(somebody, key, name, fill) {
  const dialog = somebody.page.getByRole('dialog', { name });
  await somebody.page.getByRole('button', { name: new RegExp(`^${name}`) }).waitFor();
  await somebody.page.keyboard.press(key);
  await dialog.waitFor();
  await fill();
  await dialog.getByRole('button', { name: 'See what happens' }).click();
  await dialog.getByRole('button', { name: 'Apply now' }).click();
  await dialog.getByText('Done.').waitFor();
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await dialog.waitFor({ state: 'detached' });
}
