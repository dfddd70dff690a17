import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { givesDevice, verifies } from './passkey.mjs';
import { picture } from './pictures.mjs';
import { signedIn, story } from './stage.mjs';

const orders = [
  {
    account: 'account-CHF',
    bank_instruction: 'pay-CH01',
    amount: { value: '48250.00', currency: 'CHF' },
    execution_date: '2026-12-18',
    end_to_end_id: 'LOAN-2026-12',
    remittance: 'Loan, fourth quarter',
  },
  {
    account: 'account-CHF',
    bank_instruction: 'pay-CH01',
    amount: { value: '1310.40', currency: 'CHF' },
    execution_date: '2026-12-18',
    end_to_end_id: 'FEE-2026-12',
    remittance: 'Interest, fourth quarter',
  },
];

export function tests() {
  it('freezes the file of a package when its clerk submits it', async () => {
    const ines = await signedIn('ines.pereira');
    await ines.does('/api/v1/payments/package/new/create', {
      code: 'LOANS-2026-12',
      customer: 'halvorn',
      kind: 'intercompany',
      orders,
    });
    await ines.goes('/package');
    await ines.follows('LOANS-2026-12');
    await ines.arrives();
    story.package = new URL(ines.page.url()).pathname;
    await ines.presses('Submit for signature');
    await ines.presses('Apply now');
    await ines.sees('Done.');
    await ines.presses('Close');
    await ines.sees('Nobody has signed yet.');
  });

  it('warns somebody before they sign with whom they may not sign, and then counts neither', async () => {
    const paul = await signedIn('paul.meier');
    await toSign(paul);
    await paul.presses(/^Sign [0-9a-f]{8}/);
    await paul.sees('You have signed this.');
    const nora = await signedIn('nora.huber');
    await nora.goes('/');
    const waiting = nora.page.getByRole('listitem').filter({ hasText: 'LOANS-2026-12' }).first();
    await waiting.getByText(/orders: 2 · 49,560\.40/).waitFor();
    await waiting.getByText(/[1-9]\d* of \d+ points/).waitFor();
    await toSign(nora);
    await nora.sees('Your signature lowers the sum');
    await isAccessibleInBothLooks(nora.page, 'a signature that lowers the sum');
    await nora.presses('Sign and lower the sum');
    await nora.presses('Sign all the same');
    await nora.sees('You have signed this.');
    await nora.sees(
      /Paul Meier \(Managing director\) and Nora Huber \(Company secretary\) may not sign together\. Neither counts\./,
    );
    await picture(nora.page, 'excluded');
    const { verdict } = (await nora.asks('GET', `/api/v1${story.package}/verdict`)).body;
    assert.equal(verdict.accepted, false);
    assert.deepEqual(verdict.counted, []);
  });

  it('accepts it once the excluded signature is taken back and a permitted one given', async () => {
    const nora = await signedIn('nora.huber');
    await nora.presses('Take my signature back');
    await nora.sees('Your signature lowers the sum');
    const karin = await signedIn('karin.auer');
    await toSign(karin);
    await karin.sees('Yours is the last signature needed');
    await picture(karin.page, 'sign');
    await isAccessibleInBothLooks(karin.page, 'a package to sign');
    await fitsAPhone(karin.page, 'a package to sign');
    const device = await givesDevice(karin);
    await enrols(karin);
    const wide = karin.page.viewportSize();
    await karin.page.setViewportSize({ width: 360, height: 740 });
    await toSign(karin);
    await fitsAPhone(karin.page, 'a package to sign with a passkey');
    await device(false); // a device that does not know its holder signs nothing
    await karin.presses(/^Sign [0-9a-f]{8} with my passkey/);
    await karin.sees('The browser or device did not go on. Nothing happened.');
    await device(true);
    await karin.presses(/^Sign [0-9a-f]{8} with my passkey/);
    await karin.sees('Accepted. What was signed stays');
    await karin.page.setViewportSize(wide);
    await isAccessibleInBothLooks(karin.page, 'an accepted package');
  });

  it('proves afterwards, without a server, that her passkey signed this very file', async () => {
    const karin = await signedIn('karin.auer');
    const { body: proof } = await karin.asks('GET', `/api/v1${story.package}/proof`);
    const of = ({ signatures }) => signatures.find(({ user }) => user === 'karin.auer');
    const whole = of(verifies(proof));
    assert.deepEqual([whole.kind, whole.holds], ['passkey', true]);
    of(proof).passkey.nonce = `${of(proof).passkey.nonce.slice(1)}A`;
    assert.throws(() => verifies(proof), /status|Command failed/);
  });
}

/** A passkey of their own, added on their own page. */
async function enrols(somebody) {
  const code = await somebody.authenticator.code();
  assert.equal((await somebody.asks('POST', '/api/v1/me/proof', { code })).status, 200);
  await somebody.goes('/me');
  await somebody.sees('You have none yet.');
  await somebody.fills('Name of this device', 'Telephone');
  await somebody.presses('Add a passkey');
  await somebody.page.getByRole('button', { name: 'Remove Telephone' }).waitFor();
  await isAccessibleInBothLooks(somebody.page, 'passkeys');
  await fitsAPhone(somebody.page, 'passkeys');
}

/** From what waits for them at home to the package. */
async function toSign(somebody) {
  await somebody.goes('/');
  await somebody.page
    .getByRole('listitem')
    .filter({ hasText: 'LOANS-2026-12' })
    .getByRole('link', { name: 'Sign' })
    .click();
  await somebody.arrives();
}
