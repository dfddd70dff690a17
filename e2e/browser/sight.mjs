import assert from 'node:assert/strict';
import { it } from 'node:test';
import { signedIn } from './stage.mjs';

export function tests() {
  it('shows a company’s clerk the cycle and their own company’s invoices', async () => {
    const mia = await signedIn('mia.gruber');
    await mia.goes('/invoice');
    assert.deepEqual(await mia.doors(), ['Home', 'Changes', 'Cycles', 'Invoices', 'Participants', 'Settlements']);
    await mia.sees('150 rows');
    await mia.goes('/cycle/2026-11');
    await mia.sees('Result');
    assert.equal(await mia.page.getByRole('alert').count(), 0, 'The cycle shows her a refusal.');
    assert.equal(await mia.page.getByText('Before: everybody pays everybody').count(), 0, 'She sees what others owe.');
    await mia.follows('Settlements');
    await mia.sees('1 row');
    const petra = await signedIn('petra.lang');
    const { items } = (await petra.asks('GET', '/api/v1/invoice?limit=1&sort=-payer')).body;
    await isTold(mia, `/invoice/${items[0].id}`, 'There is nothing here', 404);
    await refuses(mia, ['package', 'audit', 'user', 'exception', 'order', 'bank_instruction']);
  });

  it('shows a solver the exceptions and what they are about, and no money on its way', async () => {
    const david = await signedIn('david.roth');
    await david.goes('/exception');
    assert.deepEqual(await david.doors(), [
      'Home',
      'Changes',
      'Cycles',
      'Participants',
      'Settlements',
      'Exceptions',
      'Processes',
      'Runs',
    ]);
    await refuses(david, ['package', 'bank_instruction', 'audit', 'user', 'sign_in_policy']);
  });

  it('shows a user administrator people and groups, and nothing of money', async () => {
    const nadia = await signedIn('nadia.petrov');
    await nadia.goes('/user');
    assert.deepEqual(await nadia.doors(), [
      'Home',
      'Changes',
      'Role matrix',
      'API tokens',
      'Grants',
      'Groups',
      'Handovers',
      'Members',
      'Roles',
      'Units',
      'Users',
      'Deputies',
    ]);
    await refuses(nadia, ['package', 'cycle', 'invoice', 'bank_instruction', 'audit', 'exception']);
  });
}

/** Entered by hand, each says that it is refused, why, and whom to ask; the API refuses as well. */
async function refuses(somebody, tables) {
  const statuses = await somebody.isRefused(() =>
    Promise.all(tables.map((table) => somebody.asks('GET', `/api/v1/${table}`))),
  );
  assert.deepEqual(
    statuses.map(({ status }) => status),
    tables.map(() => 403),
    tables.join(),
  );
  for (const table of tables.slice(0, 3)) {
    await isTold(somebody, `/${table}`, 'You may not see this', 403);
    await somebody.sees(new RegExp(`${table}\\.view`));
    await somebody.sees(/^(Whom to ask: |A user administrator can grant it\.)/);
  }
}

async function isTold(somebody, path, words, status) {
  await somebody.isRefused(async () => {
    await somebody.goes(path);
    await somebody.sees(words);
    assert.equal((await somebody.asks('GET', `/api/v1${path}`)).status, status, path);
  });
}
