import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { agreed, signedIn } from './stage.mjs';

const process = '/process/cash-2026-11';
let copy;

/** The change of the process that waits. */
async function waiting(somebody) {
  return (await somebody.asks('GET', `/api/v1${process}`)).body.pending_change;
}

async function does(somebody) {
  await somebody.presses('Apply now');
  const dialog = somebody.page.getByRole('dialog');
  await dialog.getByText('Done.').waitFor();
  await somebody.presses('Close');
  await dialog.waitFor({ state: 'detached' });
}

/** Sets the tolerance in the configuration of a process, in its form. */
async function changes(somebody, path, from, to) {
  await somebody.goes(`${path}/edit`);
  const field = somebody.page.getByRole('textbox', { name: 'Configuration' });
  await field.fill((await field.inputValue()).replace(from, to));
  await somebody.presses('See what happens');
}

export function tests() {
  it('lets who holds both roles make a staging copy of a process', async () => {
    const reason = 'Tries changes of the process out.';
    await agreed('/api/v1/grant/lena-staging', {
      user: 'lena.stark',
      role: 'staging-copy-creator',
      scope: 'unit',
      scope_record: 'treasury',
      reason,
    });
    await agreed('/api/v1/role/change-approver', {
      name: 'Change approver',
      permissions: ['process.approve'],
      includes: [],
    });
    for (const role of ['config-admin', 'process-viewer', 'change-approver'])
      await agreed(`/api/v1/grant/hannah-${role}`, {
        user: 'hannah.brandt',
        role,
        scope: 'record',
        scope_table: 'process',
        scope_record: 'cash-2026-11',
        reason,
      });
    await agreed('/api/v1/grant/lena-change-approver', {
      user: 'lena.stark',
      role: 'change-approver',
      scope: 'record',
      scope_table: 'process',
      scope_record: 'cash-2026-11',
      reason,
    });
    await agreed('/api/v1/four_eyes_rule/change-control', {
      name: 'Change control of the cash process',
      subject: 'process',
      operations: ['update'],
      condition: 'before.code == "CASH-2026-11"',
      factors: [{ permission: 'process.approve', people: 1 }],
      enabled: true,
    });
    const lena = await signedIn('lena.stark');
    await lena.goes(process);
    await lena.presses('Make a staging copy');
    await lena.sees('It is applied at once.');
    await does(lena);
    await lena.page.getByRole('link', { name: /COPY1/ }).click();
    await lena.arrives();
    await lena.sees('Not tried yet');
    copy = new URL(lena.page.url()).pathname;
    await isAccessibleInBothLooks(lena.page, 'a new staging copy');
  });

  it('shows her side by side what a changed tolerance does, and opens no exception', async () => {
    const lena = await signedIn('lena.stark');
    const open = async () => (await lena.asks('GET', '/api/v1/exception?limit=1&count=true')).body.total;
    const before = await open();
    await changes(lena, copy.replace('staging_copy', 'process'), 'amount_tolerance: 0', 'amount_tolerance: 25');
    await lena.presses('Apply now');
    await lena.sees('Done.');
    await lena.goes(copy);
    await lena.sees('amount_tolerance: 25');
    await lena.presses('Run on the same files');
    await lena.presses('See what happens'); // of the latest run
    await lena.sees('It opens no exception.');
    await does(lena);
    await lena.sees('Rows no longer matched: 0. Rows newly matched: 2. Rows that differ otherwise: 0.');
    await lena.page.getByRole('img', { name: '1: Partly matched → Matched' }).first().waitFor();
    const rows = lena.page.getByRole('region', { name: 'Newly matched', exact: true });
    await rows.getByRole('cell', { name: 'SALE-4474 · EUR' }).first().waitFor();
    assert.equal(await open(), before);
    await isAccessibleInBothLooks(lena.page, 'a staging copy beside its original');
    await fitsAPhone(lena.page, 'a staging copy beside its original');
  });

  it('lets her raise a change request, which another who configures the process agrees to', async () => {
    const lena = await signedIn('lena.stark');
    await lena.goes(copy);
    await lena.presses('Raise change request');
    await lena.sees(/It will wait\. Still needed: .*process\.approve/);
    await lena.presses('Send for agreement');
    await lena.page.getByRole('dialog').getByText('It waits for others. You can follow it.').waitFor();
    await lena.presses('Close');
    const hannah = await signedIn('hannah.brandt');
    await hannah.goes(`/change/${await waiting(hannah)}`);
    await hannah.sees('amount_tolerance: 25');
    await hannah.presses('Approve');
    await hannah.sees('It ended');
    await lena.goes(copy);
    await lena.sees('The copy compares as its original does. Change the copy to try something out.');
    const row = (await lena.asks('GET', `/api/v1${process}`)).body;
    assert.match(row.configuration, /amount_tolerance: 25/);
  });

  it('tells her who changed the original since, merges nothing, and closes the copy', async () => {
    const lena = await signedIn('lena.stark');
    const hannah = await signedIn('hannah.brandt');
    await changes(hannah, process, 'amount_tolerance: 25', 'amount_tolerance: 0');
    await hannah.presses('Send for agreement');
    await hannah.sees('It waits for others. You can follow it.');
    await lena.goes(`/change/${await waiting(lena)}`);
    await lena.presses('Approve');
    await lena.sees('It ended');
    await lena.goes(copy);
    await lena.sees('The original moved on');
    const moved = lena.page.getByRole('region', { name: 'The original moved on' });
    await moved.getByText(/Hannah Brandt/).waitFor();
    await moved.getByText(/Configuration/).waitFor();
    assert.equal(await lena.offers('Raise change request'), 0);
    await isAccessibleInBothLooks(lena.page, 'a copy that is behind its original');
    await lena.presses('Bring up to the original');
    await does(lena);
    await lena.sees('The copy compares as its original does. Change the copy to try something out.');
    await lena.follows('Close');
    await lena.presses('See what happens');
    await lena.isRefused(async () => {
      await lena.presses('Apply now');
      await lena.sees('Done.');
    });
    await lena.goes(process);
    await lena.sees('None. A copy is for trying changes out on the same files, before they are asked for.');
  });
  it('tries a copy on an earlier run of its original, which she chooses', async () => {
    const lena = await signedIn('lena.stark');
    const made = await lena.asks(
      'PUT',
      '/api/v1/process/zz-earlier',
      {
        code: 'ZZ-EARLIER',
        name: 'Two days',
        unit: 'treasury',
        kind: 'data',
        configuration: 'keys: ref\n',
        on_inconsistency: 'warn',
      },
      { 'If-None-Match': '*' },
    );
    assert.equal(made.status, 201, JSON.stringify(made.body));
    for (const day of ['monday', 'tuesday']) {
      const file = (side) => ({ name: `${day}-${side}.csv`, content: btoa(`ref\n${day}\n`) });
      const ran = await lena.asks('POST', '/api/v1/recon/process/zz-earlier/run', {
        left: file('ledger'),
        right: file('bank'),
      });
      assert.equal(ran.status, 200, JSON.stringify(ran.body));
    }
    const { body } = await lena.asks('POST', '/api/v1/recon/process/zz-earlier/copy', {});
    const { id } = body.records.find(({ table }) => table === 'staging_copy');
    await lena.goes(`/staging_copy/${id}`);
    await lena.presses('Run on the same files');
    const choice = lena.page.getByRole('dialog').getByRole('combobox', { name: 'Run of the original' });
    const shown = await choice.locator('option').allInnerTexts();
    assert.ok(/^Run 2 .*tuesday/.test(shown[1]) && /^Run 1 .*monday/.test(shown[2]), shown.join('; '));
    await choice.selectOption(shown[2]);
    await isAccessibleInBothLooks(lena.page, 'a run that a copy is tried on');
    await lena.presses('See what happens');
    await lena.sees('It opens no exception.');
    await does(lena);
    const beside = lena.page.getByRole('region', { name: 'What it changes' });
    await beside.getByRole('link', { name: 'Run 1' }).first().waitFor();
    const { items } = (await lena.asks('GET', `/api/v1/run?filter=process%3D${id}`)).body;
    assert.deepEqual(
      items.map(({ left_name }) => left_name),
      ['monday-ledger.csv'],
    );
    await lena.goes('/process/zz-earlier'); // the page of a copy that is gone would ask for it again
    assert.equal((await lena.asks('POST', `/api/v1/recon/staging_copy/${id}/close`, {})).status, 200);
  });
}
