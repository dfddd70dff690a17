import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { signedIn } from './stage.mjs';

/** Has it written and, where a rule holds it, agreed to. */
async function settles(method, path, body, headers = {}) {
  const tomas = await signedIn('tomas.reiter');
  const { status, body: held } = await tomas.asks(method, path, body, headers);
  assert.ok(status < 300, `${method} ${path}: ${JSON.stringify(held)}`);
  if (status !== 202) return;
  const ilse = await signedIn('ilse.brandt');
  await ilse.does(`/api/v1/change/${held.change}/approve`, { digest: held.digest });
}

const isNew = { 'If-None-Match': '*' };

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

  it('tells an auditor what one person alone could do, and leads to who it is', async () => {
    const ruth = await signedIn('ruth.adler');
    const path = '/api/v1/access/alarm';
    let found = (await ruth.asks('GET', path)).body;
    // It is looked for once changes have settled, at the latest two minutes after the first.
    for (const end = Date.now() + 240_000; found.alarms.length === 0; found = (await ruth.asks('GET', path)).body) {
      assert.ok(Date.now() < end, `Nothing was found: ${JSON.stringify(found)}`);
      await ruth.page.waitForTimeout(500);
    }
    assert.equal(found.armed, true, 'The demo has four-eyes rules in force.');
    await ruth.goes('/');
    const alone = ruth.page.getByRole('region', { name: 'What one person alone could do today' });
    await alone.getByText('An exception is force-closed').waitFor();
    const { people } = found.alarms.find(({ outcome }) => outcome === 'exception_force_closed');
    await alone.getByText(people[0].name).first().waitFor();
    await isAccessibleInBothLooks(ruth.page, 'home of an auditor');
    await fitsAPhone(ruth.page, 'home of an auditor');
    await alone.getByRole('link', { name: 'All of it' }).click();
    await ruth.page.waitForURL('**/access/collusion');
    await ruth.arrives();
    await ruth.page.getByRole('heading', { name: 'What one person alone could do today' }).waitFor();
  });

  it('tells nobody of it who may not ask', async () => {
    const lena = await signedIn('lena.stark');
    await lena.goes('/');
    assert.equal(await lena.page.getByRole('region', { name: 'What one person alone could do today' }).count(), 0);
    const { status } = await lena.isRefused(() => lena.asks('GET', '/api/v1/access/alarm'));
    assert.equal(status, 403);
  });

  it('tells the security administrator of a rule that nobody can meet any more, and of it no more once it can be met', async () => {
    const elif = await signedIn('elif.demir');
    const name = 'Two wise heads';
    await settles('PUT', '/api/v1/group/wise-heads', { name: 'Wise heads', unit: 'treasury' }, isNew);
    for (const user of ['anna.kovacs', 'petra.lang'])
      await settles('PUT', `/api/v1/member/wise-${user}`, { group: 'wise-heads', user }, isNew);
    const rule = {
      name,
      subject: 'label',
      operations: ['delete'],
      factors: [{ group: 'wise-heads', people: 2 }],
      enabled: true,
    };
    await settles('PUT', '/api/v1/four_eyes_rule/wise-heads', rule, isNew);
    const told = elif.page.getByRole('region', { name: 'What nobody can meet any more' });
    const line = told.getByRole('listitem').filter({ hasText: name });
    await elif.goes('/');
    assert.equal(await line.count(), 0, 'It can be met.');
    await settles('DELETE', '/api/v1/member/wise-petra.lang', undefined, { 'If-Match': '"1"' });
    await elif.goes('/');
    await line.getByText('What it holds waits for ever').waitFor();
    await isAccessibleInBothLooks(elif.page, 'home with a rule that nobody can meet');
    await fitsAPhone(elif.page, 'home with a rule that nobody can meet');
    await line.getByRole('link').first().click();
    await elif.page.waitForURL('**/four_eyes_rule/wise-heads');
    // Its own end falls under it too: more people are the way out.
    await settles('PUT', '/api/v1/member/wise-again', { group: 'wise-heads', user: 'petra.lang' }, isNew);
    await elif.goes('/');
    assert.equal(await line.count(), 0, 'It can be met again.');
  });

  it('shows a successor what somebody had who was suspended, until it is settled', async () => {
    const day = 24 * 3600e3;
    const lars = {
      email: 'lars.holm@halvorn.example',
      name: 'Lars Holm',
      kind: 'person',
      status: 'active',
      unit: 'treasury',
    };
    const until_at = new Date(Date.now() + 400 * day).toISOString();
    await settles('PUT', '/api/v1/user/lars.holm', lars, isNew);
    await settles('PUT', '/api/v1/deputy/for-anna', { user: 'anna.kovacs', deputy: 'lars.holm', until_at }, isNew);
    await settles('POST', '/api/v1/directory/user/lars.holm/suspend', { successor: 'petra.lang' });
    const petra = await signedIn('petra.lang');
    await petra.goes('/');
    const handed = petra.page.getByRole('region', { name: 'Handed over to me' });
    const line = handed.getByRole('listitem').filter({ hasText: 'from Lars Holm' });
    await line.getByText('Anna Kovács').waitFor();
    await isAccessibleInBothLooks(petra.page, 'home of a successor');
    await fitsAPhone(petra.page, 'home of a successor');
    await line.getByRole('button', { name: 'Done' }).click();
    await handed.waitFor({ state: 'detached' });
    assert.deepEqual((await petra.asks('GET', '/api/v1/me/handover')).body.items, []);
  });
}
