import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isAccessible } from './accessible.mjs';
import { person } from './stage.mjs';

const minutes = 60_000;

export function tests() {
  it('warns somebody who does nothing a minute before, and lets them stay', async () => {
    const marco = await person('marco.rinaldi').comes();
    await marco.page.clock.install();
    await marco.signsIn();
    await marco.page.clock.fastForward(13.6 * minutes);
    await marco.page.getByRole('dialog', { name: 'Are you still there?' }).waitFor();
    const left = Number((await marco.page.getByRole('timer').innerText()).match(/\d+/)?.[0]);
    assert.ok(left > 30 && left <= 60, `${left} seconds are left.`);
    await marco.presses('Stay signed in');
    await marco.page.getByRole('dialog').waitFor({ state: 'detached' });
    // Looked at the second time: a slow machine needs most of a minute for it.
    await marco.page.clock.fastForward(13.6 * minutes);
    await marco.page.getByRole('dialog').waitFor();
    await isAccessible(marco.page, 'the warning before a session ends');
    await marco.presses('Stay signed in');
  });

  it('leads who does not answer to sign in again, and back to where they were', async () => {
    const marco = person('marco.rinaldi');
    await marco.goes('/invoice');
    // Only the page's clock runs ahead: the server's is told apart.
    const { session } = (await marco.asks('GET', '/api/v1/me')).body;
    await marco.page.evaluate((id) => fetch(`/api/v1/me/session/${id}`, { method: 'DELETE' }), session.id);
    await marco.page.clock.fastForward(15.1 * minutes);
    await marco.page.waitForURL('**/sign-in?next=%2Finvoice');
  });
}
