import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { picture } from './pictures.mjs';
import { signedIn, story } from './stage.mjs';

const entered = { 'If-None-Match': '*' };

export function tests() {
  it('shows whoever looks after deliveries what proves that a file arrived, and tries the way out', async () => {
    const otto = await signedIn('otto.frei');
    await otto.goes('/delivery');
    const row = otto.page.getByRole('listitem').filter({ hasText: 'NET-2026-11.xml' });
    await row.getByText(/^SHA256:/).waitFor();
    await row
      .getByText(/^sent$/i)
      .first()
      .waitFor();
    await otto.presses('Test Hausbank');
    await otto.sees('It could deliver');
    await isAccessibleInBothLooks(otto.page, 'deliveries');
    await fitsAPhone(otto.page, 'deliveries');
    await picture(otto.page, 'deliveries');
  });

  it('has a file that did not arrive sent again from the list, once somebody asks for it', async () => {
    const otto = await signedIn('otto.frei');
    await makes(otto, 'channel', 'archive', {
      name: 'Archive',
      kind: 'folder',
      directory: 'nowhere',
      mode: 'read_back',
    });
    await otto.does('/api/v1/deliver/channel/archive/send', { what: 'checkpoint' });
    await until(async () => (await failed(otto)).length === 1);
    await otto.goes('/delivery');
    await otto.sees('Did not arrive.');
    await otto.sees(/There is no folder "nowhere"/);
    await isAccessibleInBothLooks(otto.page, 'a file that did not arrive');
    await fitsAPhone(otto.page, 'a file that did not arrive');
    const [before] = await failed(otto);
    await otto.page.getByRole('main').getByRole('link', { name: 'Retry' }).click();
    await otto.arrives();
    await otto.presses('See what happens');
    await otto.presses('Apply now');
    await otto.sees('Done.');
    await until(async () => (await failed(otto)).some(({ attempts }) => attempts > before.attempts));
  });

  it('takes a bank’s answer, and tells on the package what became of each order', async () => {
    const ines = await signedIn('ines.pereira');
    const id = story.package.split('/').at(-1);
    await until(async () => (await ines.asks('GET', `/api/v1/package/${id}`)).body.state === 'sent');
    await ines.goes('/new/bank_report');
    await ines.page
      .locator('input[type=file]')
      .setInputFiles({ name: 'answer.xml', mimeType: 'application/xml', buffer: Buffer.from(answer) });
    await ines.page
      .getByRole('combobox', { name: 'Customer' })
      .or(ines.page.getByLabel('Customer'))
      .first()
      .fill('Halvorn Holding');
    await ines.page
      .getByRole('option', { name: /Halvorn Holding/ })
      .first()
      .click();
    await ines.presses('See what happens');
    await ines.presses('Apply now');
    await ines.sees('Done.');
    await ines.goes(story.package);
    await ines.sees(/AC04/);
    await ines.sees(/rejected/i);
    await isAccessibleInBothLooks(ines.page, 'a package with the bank’s answer');
    await fitsAPhone(ines.page, 'a package with the bank’s answer');
  });

  it('shows a customer without jobs no trace of jobs', async () => {
    const otto = await signedIn('otto.frei');
    const { unit } = (await otto.asks('GET', '/api/v1/customer/halvorn')).body;
    await makes(otto, 'customer', 'plain', { name: 'Plain Town', unit });
    await makes(otto, 'account', 'plain-eur', {
      customer: 'plain',
      unit,
      name: 'Plain account',
      iban: 'DE89370400440532013000',
      bic: 'COBADEFFXXX',
      currency: 'EUR',
    });
    await makes(otto, 'account_signatory', 'plain-paul', {
      customer: 'plain',
      unit,
      account: 'plain-eur',
      user: 'paul.meier',
      points: 10,
    });
    const ruth = await signedIn('ruth.adler');
    for (const path of ['/customer/plain', '/account/plain-eur']) {
      await ruth.goes(path);
      await ruth.sees('Plain');
      const told = `${await ruth.page.getByRole('main').innerText()} ${(await ruth.doors()).join(' ')}`;
      assert.doesNotMatch(told, /\bjobs?\b|exclusion|may not sign together/i, path);
    }
  });
}

/** Enters a record of that id. */
async function makes(somebody, table, id, row) {
  const { status, body } = await somebody.page.evaluate(
    async ({ path, row, headers }) => {
      const answer = await fetch(path, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(row),
      });
      return { status: answer.status, body: await answer.json() };
    },
    { path: `/api/v1/${table}/${id}`, row, headers: entered },
  );
  assert.ok(status < 300, `${table} ${id}: ${status} ${JSON.stringify(body)}`);
}

async function failed(somebody) {
  return (await somebody.asks('GET', '/api/v1/delivery?filter=state=failed')).body.items;
}

async function until(done) {
  for (let times = 0; times < 300; times++) {
    if (await done()) return;
    await new Promise((next) => setTimeout(next, 200));
  }
  assert.fail('in a minute it did not come to that');
}

const answer = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>HAUSBANK-1</MsgId><CreDtTm>2026-11-30T08:15:00Z</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>LOANS-2026-12</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>LOANS-2026-12-1</OrgnlPmtInfId>
<TxInfAndSts><OrgnlEndToEndId>LOAN-2026-12</OrgnlEndToEndId><TxSts>ACCP</TxSts></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>FEE-2026-12</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account closed</AddtlInf></StsRsnInf></TxInfAndSts>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`;
