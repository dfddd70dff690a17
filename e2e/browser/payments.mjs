import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { picture } from './pictures.mjs';
import { signedIn } from './stage.mjs';

// Halvorn Schweiz has moved its account by then, under four eyes.
const header = 'account,creditor_account,currency,amount,execution_date,end_to_end_id,remittance\n';
const row = (amount, day, id) =>
  `AT369999900004200010,CH2300000009907300777,CHF,${amount},${day},${id},Royalty ${id}\n`;

export function tests() {
  it('tells a clerk what is wrong with which row of a file, and takes the mended one whole', async () => {
    const ines = await signedIn('ines.pereira');
    await ines.goes('/package');
    await ines.page.getByRole('main').getByRole('link', { name: 'Import orders' }).click();
    await ines.arrives();
    await chooses(
      ines,
      'royalties.csv',
      header + row('810.00', '2026-12-21', 'ROY-1') + row('1.005', '2026-12-19', 'ROY-2'),
    );
    await ines.fills('Code', 'ROYALTIES-2026-12');
    await ines.page
      .getByRole('combobox', { name: 'Customer' })
      .or(ines.page.getByLabel('Customer'))
      .first()
      .fill('Halvorn Holding');
    await ines.page
      .getByRole('option', { name: /Halvorn Holding/ })
      .first()
      .click();
    await ines.page.getByLabel('Kind').selectOption('intercompany');
    await ines.isRefused(async () => {
      await ines.presses('See what happens');
      await ines.sees('Rows that cannot be taken');
    });
    const cells = await ines.page.getByRole('alert').getByRole('row').last().getByRole('cell').allInnerTexts();
    assert.deepEqual(cells.slice(0, 2), ['3', 'amount']);
    await isAccessibleInBothLooks(ines.page, 'a file with a bad row');
    await fitsAPhone(ines.page, 'a file with a bad row');
    await picture(ines.page, 'import');
    await chooses(
      ines,
      'royalties.csv',
      header + row('810.00', '2026-12-21', 'ROY-1') + row('1.00', '2026-12-21', 'ROY-2'),
    );
    await ines.presses('See what happens');
    await ines.presses('Apply now');
    await ines.sees('Done.');
    await ines.goes('/package');
    await ines.follows('ROYALTIES-2026-12');
    await ines.arrives();
    await ines.sees('Royalty ROY-2');
  });

  it('lets one person hold a package, and says why it stands still', async () => {
    const ines = await signedIn('ines.pereira');
    await ines.presses('Hold');
    await ines.page.getByRole('dialog').getByLabel('Why').fill('The contract is being looked for.');
    await ines.presses('See what happens');
    await ines.presses('Apply now');
    await ines.sees('Done.');
    await ines.presses('Close');
    await ines.sees(/Inês Pereira held it on .*: The contract is being looked for\./);
    await isAccessibleInBothLooks(ines.page, 'a package that is held');
    await fitsAPhone(ines.page, 'a package that is held');
  });

  it('shows the bank administrator what any set of people would come to', async () => {
    const otto = await signedIn('otto.frei');
    await otto.goes('/customer/halvorn');
    await otto.page.getByRole('checkbox', { name: 'Paul Meier' }).check();
    await otto.sees('Together they do not suffice.');
    await otto.page.getByRole('checkbox', { name: 'Nora Huber' }).check();
    await otto.sees('Paul Meier (Managing director) and Nora Huber (Company secretary) may not sign together.');
    await otto.page.getByRole('checkbox', { name: 'Nora Huber' }).uncheck();
    await otto.page.getByRole('checkbox', { name: 'Karin Auer' }).check();
    await otto.sees('Together they suffice.');
    await isAccessibleInBothLooks(otto.page, 'a set of people that is tried');
  });

  it('shows a calendar by year, and takes a new holiday', async () => {
    const otto = await signedIn('otto.frei');
    await otto.goes('/calendar/hungary');
    await otto.sees('Christmas Eve');
    await otto.presses('New holiday');
    await otto.page.getByRole('dialog').getByLabel('Day').fill('2027-08-20');
    await otto.page.getByRole('dialog').getByLabel('Name').fill('State Foundation Day');
    await otto.presses('See what happens');
    await otto.presses('Apply now');
    await otto.sees('Done.');
    await otto.presses('Close');
    await otto.sees('State Foundation Day');
    await isAccessibleInBothLooks(otto.page, 'a calendar');
    await fitsAPhone(otto.page, 'a calendar');
  });
}

async function chooses(somebody, name, text) {
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
  await somebody.page.locator('input[type=file]').setInputFiles(file);
}
