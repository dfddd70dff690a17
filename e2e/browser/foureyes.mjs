import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { picture } from './pictures.mjs';
import { signedIn, story } from './stage.mjs';

const record = '/bank_instruction/pay-CH01';
const was = 'CH3900000009907300101';
const wanted = 'CH2300000009907300777';
const proofSeconds = 5;

export function tests() {
  it('tells a clerk that a changed bank instruction will wait, and for whom', async () => {
    await signedIn('karin.auer'); // early: by the time she approves, her proof is old
    const eva = await signedIn('eva.kiss');
    await eva.goes(record);
    await eva.follows('Change');
    await eva.fills('IBAN', wanted);
    await eva.presses('See what happens');
    await eva.sees(/It will wait\. Still needed: .*bank_instruction\.approve/);
    await eva.fills('Reason', 'New account, letter of 4 December');
    await eva.page.getByRole('heading', { name: 'See what happens' }).scrollIntoViewIfNeeded();
    await picture(eva.page, 'change');
    await isAccessibleInBothLooks(eva.page, 'what a change would do');
    await eva.presses('Send for agreement');
    await eva.sees('It waits for others. You can follow it.');
    await eva.follows('Follow the change');
    await eva.arrives();
    story.change = new URL(eva.page.url()).pathname;
  });

  it('does not let its maker approve it, by the page or by the API', async () => {
    const eva = await signedIn('eva.kiss');
    await eva.sees('somebody else has to agree');
    assert.equal(await eva.offers('Approve'), 0);
    assert.equal(await eva.offers('Withdraw'), 1);
    const { digest } = (await eva.asks('GET', `/api/v1${story.change}`)).body;
    const { status, body } = await eva.isRefused(() => eva.asks('POST', `/api/v1${story.change}/approve`, { digest }));
    assert.equal(status, 403);
    assert.match(body.detail, /You made this change/);
    assert.equal((await eva.asks('GET', `/api/v1${record}`)).body.iban, was);
  });

  it('lets somebody else approve it from what waits for them, after a fresh proof', async () => {
    const karin = await signedIn('karin.auer');
    await theHouseAsksForAProofAfter(proofSeconds);
    await karin.goes('/');
    await picture(karin.page, 'waiting');
    await karin.page
      .getByRole('listitem')
      .filter({ hasText: 'Halvorn Schweiz AG' })
      .getByRole('link', { name: 'Review' })
      .click();
    await karin.sees(wanted);
    await picture(karin.page, 'approve');
    await isAccessibleInBothLooks(karin.page, 'a change to approve');
    await fitsAPhone(karin.page, 'a change to approve');
    await sleep(Math.max(0, karin.provedAt + (proofSeconds + 1) * 1000 - Date.now()));
    await karin.isRefused(async () => {
      await karin.presses('Approve');
      await karin.sees('Is it still you?');
    });
    await isAccessibleInBothLooks(karin.page, 'the question for a fresh proof');
    await karin.provesIt();
    await karin.sees('It ended');
    await karin.goes(record);
    await karin.sees(wanted);
    await theHouseAsksForAProofAfter(900);
  });

  it('shows the record’s new value, and in its history who wanted it and who agreed', async () => {
    const eva = await signedIn('eva.kiss');
    await eva.goes(record);
    await eva.sees(wanted);
    assert.equal((await eva.asks('GET', `/api/v1${record}`)).body.iban, wanted);
  });

  it('has the treasurer note that she called the company before anything is paid there', async () => {
    const karin = await signedIn('karin.auer');
    await karin.goes(`${record}/do/call_back`);
    await karin.fills('Spoken to', 'Reto Frei, accounts');
    await karin.fills('Number', '+41 44 555 01 01');
    await karin.presses('See what happens');
    await karin.sees('It is applied at once.');
    await karin.presses('Apply now');
    await karin.sees('Done.');
  });
}

async function theHouseAsksForAProofAfter(seconds) {
  const tomas = await signedIn('tomas.reiter');
  const policy = { idle_minutes: 15, whole_minutes: 720, proof_seconds: seconds, factor_required: true, notice: '' };
  const path = '/api/v1/policy/sign_in_policy/sign_in/set';
  const { body } = await tomas.isRefused(() => tomas.asks('POST', path, policy));
  if (body.code !== 'proof_needed') return assert.equal(body.state, 'applied');
  await tomas.does('/api/v1/me/proof', { code: await tomas.authenticator.code() });
  assert.equal((await tomas.does(path, policy)).state, 'applied');
}
