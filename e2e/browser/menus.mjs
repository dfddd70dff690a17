import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isAccessible } from './accessible.mjs';
import { signedIn } from './stage.mjs';

/** Every small menu and form of the payments screens, opened as who may use it and left again. */
export function tests() {
  it('opens a form for a new account, a new signatory, and every menu of one', async () => {
    const otto = await signedIn('otto.frei');
    await otto.goes('/customer/halvorn');
    await opensForm(otto, 'New: New account', ['Name', 'IBAN']);
    await otto.goes('/account/account-EUR');
    await opensForm(otto, 'New: New signatory', ['Points']);
    await opensMenus(otto, '/account/account-EUR', 1);
  });

  it('opens every menu of jobs and of the people who hold them', async () => {
    const otto = await signedIn('otto.frei');
    await otto.goes('/customer/halvorn');
    await opensMenus(otto, '/customer/halvorn', 5);
  });

  it('asks before a pair of jobs is excluded, and before it may sign again', async () => {
    const otto = await signedIn('otto.frei');
    await otto.goes('/customer/halvorn');
    const cells = otto.page.getByRole('region', { name: 'Matrix of jobs' }).getByRole('button');
    assert.ok((await cells.count()) > 2, 'The matrix has no cells.');
    const seen = new Set();
    for (let n = 0; n < (await cells.count()) && seen.size < 2; n++) {
      await cells.nth(n).click();
      const offer = otto.page.getByRole('button', { name: /^(Exclude this pair|Let them sign together)$/ });
      if ((await offer.count()) === 0) continue;
      const name = await offer.first().innerText();
      if (seen.has(name)) continue;
      seen.add(name);
      await offer.first().click();
      await leaves(otto, name);
    }
    assert.equal(seen.size, 2, `Only this was offered: ${[...seen]}`);
  });

  it('opens what a clerk can do with a draft and each of its orders', async () => {
    const ines = await signedIn('ines.pereira');
    const { records } = await ines.does('/api/v1/payments/package/new/create', {
      code: 'MENUS-2026-12',
      customer: 'halvorn',
      kind: 'intercompany',
      orders: [order],
    });
    const path = `/package/${records.find(({ table }) => table === 'package').id}`;
    await ines.goes(path);
    for (const name of ['Submit for signature', 'Add an order']) {
      await ines.presses(name);
      await leaves(ines, name);
    }
    for (const name of ['Change order 1', 'Take order 1 out']) {
      await ines.goes(path);
      await ines.page.getByRole('link', { name }).first().click();
      await ines.page.waitForURL('**/order/*/do/*');
      await ines.arrives();
      await isAccessible(ines.page, name);
    }
  });
}

const order = {
  account: 'account-CHF',
  bank_instruction: 'pay-CH01',
  amount: { value: '120.00', currency: 'CHF' },
  execution_date: '2026-12-18',
  end_to_end_id: 'MENUS-2026-12',
  remittance: 'For a menu',
};

/** Opens each menu of the screen, of which there are so many at least, and each form behind it. */
async function opensMenus(somebody, path, least) {
  const targets = somebody.page.getByRole('main').locator('button[aria-haspopup="menu"]');
  await targets.nth(least - 1).waitFor();
  const menus = await targets.count();
  for (let n = 0; n < menus; n++) {
    await targets.nth(n).click();
    const items = somebody.page.getByRole('menuitem');
    await items.first().waitFor();
    await isAccessible(somebody.page, `menu ${n + 1} of ${path}`);
    const names = await items.allInnerTexts();
    for (const name of names) {
      if (!(await items.first().isVisible())) await targets.nth(n).click();
      await somebody.isRefused(async () => {
        await items.filter({ hasText: name }).first().click();
        await leaves(somebody, name);
      });
    }
  }
}

async function opensForm(somebody, button, labels) {
  await somebody.page.getByRole('button', { name: button }).first().click();
  for (const label of labels) await somebody.page.getByRole('dialog').getByLabel(label).first().waitFor();
  await leaves(somebody, button);
}

/** The dialog that is open: it can be read by everybody, and Escape leaves it. What is in use it says not to delete. */
async function leaves(somebody, what) {
  const dialog = somebody.page.getByRole('dialog');
  await dialog.waitFor();
  await somebody.page.waitForFunction(() => !document.querySelector('[role=dialog] output[aria-label="Loading"]'));
  await isAccessible(somebody.page, what);
  const words = await dialog.innerText();
  if ((await dialog.getByRole('alert').count()) > 0) assert.match(words, /in_use/, `${what}: ${words}`);
  await somebody.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}
