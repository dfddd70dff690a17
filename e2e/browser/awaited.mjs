import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { signedIn } from './stage.mjs';

export function tests() {
  it('lets who configures a process await a file, and asks who looks after it', async () => {
    const lena = await signedIn('lena.stark');
    const { items } = (await lena.asks('GET', '/api/v1/process?limit=1')).body;
    const { now } = (await lena.asks('GET', '/api/v1/me')).body;
    const from = new Date(Date.parse(now) + 24 * 3600_000).toISOString().slice(0, 10);
    await lena.goes(`/process/${items[0].id}`);
    await lena.page.getByRole('link', { name: 'Await a file' }).click();
    await lena.fills('Name', 'Bank statements');
    await lena.fills('From date', from);
    await lena.fills('Days', 'mon\ntue\nwed\nthu\nfri\nsat\nsun');
    await lena.fills('Time', '00:00');
    await lena.fills('Zone', 'Europe/Vienna');
    assert.equal(
      await lena.page.getByLabel('Unit', { exact: true }).count(),
      0,
      'The unit is filled in by the server.',
    );
    await isAccessibleInBothLooks(lena.page, 'a file that is awaited');
    await lena.isRefused(async () => {
      await lena.presses('See what happens');
      await lena.sees('Say who looks after it');
    });
  });

  it('tells who looks after a file that is late, until it has come', async () => {
    const lena = await signedIn('lena.stark');
    const { items } = (await lena.asks('GET', '/api/v1/process?limit=1')).body;
    const then = Date.parse((await lena.asks('GET', '/api/v1/me')).body.now);
    // A process of its own: nothing was compared in it yet.
    const { id: _, version: __, ...like } = items[0];
    const made = await lena.asks('POST', '/api/v1/process', { ...like, code: 'AWAITS', name: 'Awaits' });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const process = made.body.records.find(({ table }) => table === 'process').id;
    const entered = await lena.asks('POST', '/api/v1/expected_file', {
      process,
      name: 'Bank statements',
      from_date: new Date(then - 48 * 3600_000).toISOString().slice(0, 10),
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      time: '00:00',
      zone: 'UTC',
      user: 'lena.stark',
    });
    assert.equal(entered.status, 201, JSON.stringify(entered.body));
    const { id } = entered.body.records[0];
    for (let asked = 0; asked < 60; asked++) {
      const { items: told } = (await lena.asks('GET', '/api/v1/me/told')).body;
      if (told.some(({ record }) => record === id)) break;
      await new Promise((wake) => setTimeout(wake, 1000));
    }
    await lena.goes('/');
    const line = lena.page.getByRole('listitem').filter({ hasText: 'Bank statements, AWAITS' });
    await line.getByText('the file has not come').waitFor();
    await isAccessibleInBothLooks(lena.page, 'home with a late file');
    await fitsAPhone(lena.page, 'home with a late file');
    await line.getByRole('link', { name: 'Open' }).click();
    await lena.page.waitForURL(`**/expected_file/${id}`);
    await lena.goes(`/process/${process}`);
    await lena.sees('by 00:00, UTC');
    await fitsAPhone(lena.page, 'a process that awaits a file');
    const gone = await lena.asks('DELETE', `/api/v1/expected_file/${id}`, undefined, { 'If-Match': '"1"' });
    assert.equal(gone.status, 200, JSON.stringify(gone.body));
    assert.deepEqual((await lena.asks('GET', '/api/v1/me/told')).body.items, []);
  });
}
