import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { agreed, signedIn } from './stage.mjs';

const cash = 'Cash of the netting centre';

/** What nobody of these is told: the words of the process's configuration. */
async function seesNoRules(somebody) {
  const { status } = await somebody.isRefused(() => somebody.asks('GET', '/api/v1/process/cash-2026-11'));
  assert.equal(status, 403);
  for (const word of ['tolerance', 'keys:'])
    assert.equal(await somebody.page.getByText(word).count(), 0, `The page says ${word}.`);
}

export function tests() {
  it('leads who brings files to the processes that take them, and shows no rules', async () => {
    const grant = { user: 'mehdi.bouazza', role: 'data-uploader', scope: 'everything', reason: 'Brings the files.' };
    await agreed('/api/v1/grant/mehdi-brings', grant);
    const mehdi = await signedIn('mehdi.bouazza');
    await mehdi.goes('/process');
    await isAccessibleInBothLooks(mehdi.page, 'processes by name');
    await fitsAPhone(mehdi.page, 'processes by name');
    await mehdi.page.getByRole('link', { name: cash }).click();
    await mehdi.page.getByRole('heading', { name: cash }).waitFor();
    await mehdi.sees('What it takes');
    await seesNoRules(mehdi);
    await isAccessibleInBothLooks(mehdi.page, 'a process by name');
    await fitsAPhone(mehdi.page, 'a process by name');
    await mehdi.follows('Compare two files');
    await mehdi.page.getByText('File of the left side').waitFor();
    await seesNoRules(mehdi);
    await mehdi.goes('/run');
    await mehdi.page.getByText(cash).first().waitFor();
  });

  it('lets who looks after sources await a file by names alone', async () => {
    const role = 'data-source-administrator';
    await agreed('/api/v1/grant/lucia-awaits', {
      user: 'lucia.navarro',
      role,
      scope: 'everything',
      reason: 'Awaits them.',
    });
    const lucia = await signedIn('lucia.navarro');
    const picks = async (label, typed, name) => {
      await lucia.page.getByRole('combobox', { name: label, exact: true }).fill(typed);
      await lucia.page.getByRole('option', { name, exact: true }).click();
    };
    await lucia.goes('/new/expected_file');
    assert.ok(await lucia.page.getByRole('combobox', { name: 'User', exact: true }).isDisabled());
    await picks('Process', 'Cash', cash);
    await picks('User', 'Lena', 'Lena Stark · Cash Reconciliation');
    await isAccessibleInBothLooks(lucia.page, 'a file awaited by names');
    await fitsAPhone(lucia.page, 'a file awaited by names');
    for (const table of ['process', 'user', 'group', 'calendar']) {
      const { status } = await lucia.isRefused(() => lucia.asks('GET', `/api/v1/${table}`));
      assert.equal(status, 403, `She may list every ${table}.`);
    }
    await lucia.fills('Name', 'Ledger');
    await lucia.fills('From date', '2126-11-02');
    await lucia.fills('Days', 'mon');
    await lucia.fills('Time', '09:00');
    await lucia.fills('Zone', 'Europe/Vienna');
    await lucia.presses('See what happens');
    await lucia.presses('Apply now');
    await lucia.goes('/expected_file?columns=process,name,user');
    await lucia.page.getByText(cash).first().waitFor();
    await lucia.page.getByText('Lena Stark').first().waitFor();
  });
}
