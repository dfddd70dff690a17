import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { signedIn } from './stage.mjs';

const wanted = { 'pay-ES01': 'ES8200000000009907300999', 'pay-FR01': 'FR0800000000009907300999X00' };

export function tests() {
  it('lets an approver decide on several changes in one step, and tells whom they would pay for the first time', async () => {
    const eva = await signedIn('eva.kiss');
    const ids = [];
    for (const record of ['pay-ES01', 'pay-FR01']) ids.push(await moved(eva, record));
    const karin = await signedIn('karin.auer');
    await karin.goes('/change');
    for (const id of ids) await chosen(karin, id);
    await karin.follows('Decide on them together');
    await karin.sees('New beneficiaries');
    const summary = karin.page.getByRole('region', { name: 'What they come to' });
    const { beneficiaries } = (await karin.asks('GET', `/api/v1/change/summary?id=${ids.join('&id=')}`)).body;
    assert.equal(beneficiaries.length, 2);
    for (const { account } of beneficiaries) await summary.getByText(account).waitFor();
    await isAccessibleInBothLooks(karin.page, 'deciding on several');
    await fitsAPhone(karin.page, 'deciding on several');
    const items = karin.page.getByRole('region', { name: 'One by one' }).locator('ul').first().locator(':scope > li');
    await items.nth(1).getByText('Reject', { exact: true }).click();
    await karin.fills('Why do you reject 1?', 'This letter was not signed');
    await karin.presses('Approve 1, reject 1');
    await karin.sees('What became of them');
    await karin.page.getByText('Applied', { exact: true }).waitFor();
    await karin.page.getByText('Rejected', { exact: true }).waitFor();
    const states = await Promise.all(ids.map(async (id) => (await eva.asks('GET', `/api/v1/change/${id}`)).body.state));
    assert.deepEqual(states.toSorted(), ['executed', 'rejected']);
  });
}

/** Moves a bank instruction to another account, which waits; gives the change. */
async function moved(somebody, record) {
  const { body: row } = await somebody.asks('GET', `/api/v1/bank_instruction/${record}`);
  const answer = await somebody.page.evaluate(
    async ({ record, version, number }) => {
      const headers = { 'Content-Type': 'application/json', 'If-Match': `"${version}"` };
      const body = JSON.stringify({ iban: '', number, bic: 'HVBKUS33XXX' });
      return (await fetch(`/api/v1/bank_instruction/${record}`, { method: 'PATCH', headers, body })).json();
    },
    { record, version: row.version, number: wanted[record].replace(/\D/g, '').slice(-12) },
  );
  assert.equal(answer.state, 'held', JSON.stringify(answer));
  return answer.change;
}

/** Chooses the line that leads to the change. */
async function chosen(somebody, id) {
  const line = somebody.page.getByRole('listitem').filter({ has: somebody.page.locator(`a[href="/change/${id}"]`) });
  await line.first().getByRole('checkbox').check();
}
