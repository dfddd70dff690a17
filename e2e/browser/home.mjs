import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone } from './accessible.mjs';
import { signedIn } from './stage.mjs';

export function tests() {
  it('shows the netting centre on a time line what falls due, and leads there', async () => {
    const petra = await signedIn('petra.lang');
    await petra.goes('/');
    const line = petra.page.getByRole('list', { name: 'Today and the days to come' });
    await line.waitFor();
    const { items } = (await petra.asks('GET', '/api/v1/order?sort=execution_date&filter=removed%3Dfalse&limit=1'))
      .body;
    assert.ok(items.length > 0, 'The demo has no order to execute.');
    await line
      .getByText(/orders to execute: \d+/)
      .first()
      .waitFor();
    const days = await line.locator('time').evaluateAll((times) => times.map((time) => time.dateTime));
    assert.deepEqual(days, days.toSorted(), 'The days are not in their order.');
    await fitsAPhone(petra.page, 'home of the netting centre');
    await line
      .getByRole('link', { name: /^Package / })
      .first()
      .click();
    await petra.page.waitForURL('**/package/*');
  });

  it('calls people by name to who may not look them up', async () => {
    const petra = await signedIn('petra.lang');
    const { items } = (await petra.asks('GET', '/api/v1/rate?limit=1&names=true')).body;
    await petra.goes(`/rate/${items[0].id}`);
    await petra.sees('Marta Novák');
    assert.equal(await petra.page.getByText('marta.novak', { exact: true }).count(), 0);
  });
}
