import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { signedIn } from './stage.mjs';

export function tests() {
  it('lets a solver look at what a run matched, and break a match apart', async () => {
    const david = await signedIn('david.roth');
    const { items } = (await david.asks('GET', '/api/v1/run?filter=state%3Ddone&filter=matched%3E2&sort=number')).body;
    const run = items[0];
    await david.goes(`/run/${run.id}`);
    await david.presses('Show what matched');
    const lines = david.page.getByRole('list', { name: 'Matches', exact: true }).locator(':scope > li');
    await lines.first().waitFor();
    const all = await lines.count();
    assert.equal(all, Math.min(Number(run.matched), 50));
    const key = await lines.nth(1).locator('summary > span').first().innerText();
    await david.page.getByLabel('With this text in either row').fill(key.split(' · ')[0].toLowerCase());
    await david.presses('Search');
    await david.page.waitForFunction((n) => {
      const list = document.querySelector('ul[aria-label="Matches"]');
      return list.getAttribute('aria-busy') === 'false' && list.children.length < n;
    }, all);
    const line = lines.filter({ hasText: key });
    await line.locator('summary').first().click();
    await line.getByRole('table').first().waitFor();
    await line.getByRole('checkbox').check();
    await david.sees('1 match chosen');
    await isAccessibleInBothLooks(david.page, 'what a run matched');
    await fitsAPhone(david.page, 'what a run matched');
    await david.page.getByRole('button', { name: 'Break apart' }).click();
    await david.fills('Reason', 'The bank says they are two payments.');
    await isAccessibleInBothLooks(david.page, 'a match that is broken apart');
    await david.presses('See what happens');
    await david.presses('Apply now');
    await david.sees('Done.');
    await david.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await david.sees('1 broken apart since');
    await line.getByText('The bank says they are two payments.').waitFor();
    assert.equal(await line.getByRole('checkbox').count(), 0, 'A broken match can be chosen again.');
    await line.getByRole('link', { name: 'Unmatched left' }).click();
    await david.sees('The run matched this row; somebody broke the match apart.');
    const { body } = await david.asks('GET', `/api/v1/run/${run.id}`);
    assert.equal(body.matched, run.matched, 'The run counts otherwise than its result.');
  });

  it('lets the two rows be matched by hand again', async () => {
    const david = await signedIn('david.roth');
    const { items } = (await david.asks('GET', '/api/v1/broken_match')).body;
    const [left, right] = items[0].exceptions;
    const path = `/api/v1/recon/exception/${left}/match`;
    const { status } = await david.asks('POST', path, { with: [right], reason: 'One payment after all.' });
    assert.equal(status, 200);
    await david.goes(`/exception/${left}`);
    await david.sees('Matched by hand');
  });
}
