import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { isAccessibleInBothLooks } from './accessible.mjs';
import { picture } from './pictures.mjs';
import { signedIn, story } from './stage.mjs';

export function tests() {
  it('tells an auditor who wanted the change and who agreed, with the value before and after', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.goes('/audit');
    await looksFor(ruth, 'Table', 'bank_instruction', 'Bank instruction');
    await looksFor(ruth, 'Record', 'pay-CH01');
    const [called, agreed, asked] = await lines(ruth, 3);
    assert.match(called, /Karin Auer.*call back.*Applied/s);
    assert.match(agreed, /Karin Auer.*Applied/s);
    assert.match(asked, /Éva Kiss.*New account, letter of 4 December.*(Held|Waiting)/s);
    await ruth.page
      .getByRole('button', { name: /^Entry / })
      .nth(1)
      .click();
    await ruth.sees('CH2300000009907300777');
    await ruth.sees('CH3900000009907300101');
    await picture(ruth.page, 'audit');
  });

  it('tells who signed the package, who took it back, and who completed it', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.goes('/audit');
    await looksFor(ruth, 'Table', 'package', 'Package');
    await looksFor(ruth, 'Record', story.package.split('/').at(-1));
    const told = (await lines(ruth, 6)).toReversed().join('\n');
    assert.match(told, /Inês Pereira.*Paul Meier.*Nora Huber.*Nora Huber.*Karin Auer/s);
  });

  it('exports what a search finds, each entry with its proof', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.presses('Export with proof');
    const [file] = await Promise.all([
      ruth.page.waitForEvent('download'),
      ruth.page.getByRole('menuitem', { name: 'JSON lines' }).click(),
    ]);
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.ok(lines.length >= 6, `${lines.length} entries`);
    for (const { event, proof } of lines) {
      assert.ok([event.record, ...(event.rows ?? [])].some(({ id }) => id === story.package.split('/').at(-1)));
      assert.match(proof, /c2sp.org\/tlog-proof@v1/);
    }
  });

  it('shows where an entry stands in the signed tree, and the commands that prove it', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.page
      .getByRole('button', { name: /^Entry / })
      .first()
      .click();
    await ruth.sees(/Leaf \d+ of a signed tree of \d+/);
    // The same command stands in what is folded away above, too.
    const command = ruth.page.getByText('countersign audit verify --export audit.jsonl').filter({ visible: true });
    await command.first().waitFor();
  });

  it('has a report made by itself, from a schedule that an auditor enters', async () => {
    const ruth = await signedIn('ruth.adler');
    const answer = await ruth.asks('POST', '/api/v1/report_schedule', {
      name: 'Rights of the group',
      unit: '',
      report: 'rights',
      user: '',
      days: [],
      month_day: 1,
      time: '07:30',
      zone: 'Europe/Vienna',
      group: '',
      enabled: true,
    });
    assert.equal(answer.status, 201, JSON.stringify(answer));
    await ruth.goes('/audit/reports');
    for (const end = Date.now() + 60_000; Date.now() < end; await ruth.goes('/audit/reports'))
      if (await ruth.page.getByRole('link', { name: 'Rights of the group', exact: true }).count()) break;
    const [file] = await Promise.all([
      ruth.page.waitForEvent('download'),
      ruth.page.getByRole('link', { name: 'Rights of the group: CSV' }).click(),
    ]);
    assert.match(readFileSync(await file.path(), 'utf8'), /^\ufeffuser,name,active,/);
    await ruth.page.getByLabel('Report', { exact: true }).selectOption('rights');
    await ruth.presses('Show');
    await ruth.page.getByRole('cell', { name: 'Ruth Adler' }).first().waitFor();
    await ruth.goes('/audit');
  });

  it('puts a record back to what it was before, from its history', async () => {
    const lena = await signedIn('lena.stark');
    const made = await lena.asks('POST', '/api/v1/reference_table', {
      name: 'Countries',
      unit: 'treasury',
      columns: [{ name: 'code', kind: 'text', key: true }],
    });
    const [{ id }] = made.body.records;
    const path = `/reference_table/${id}`;
    await lena.goes(`${path}/edit`);
    await lena.page.getByRole('textbox', { name: 'Name' }).first().fill('Contries');
    await lena.presses('See what happens');
    await lena.presses('Apply now');
    await lena.sees('Done.');
    await lena.goes(path);
    await lena.presses('Put back to version 1');
    await lena.page.getByRole('dialog').getByText('Contries').first().waitFor();
    await isAccessibleInBothLooks(lena.page, 'a record that is put back');
    await lena.presses('Apply now');
    await lena.sees('Done.');
    const { name, version } = (await lena.asks('GET', `/api/v1${path}`)).body;
    assert.deepEqual([name, version], ['Countries', 3]);
  });

  it('says up to which entry it is signed', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.sees(/Signed up to entry \d+/);
  });
}

/** `shown` is the name of a value that is chosen, not typed. */
async function looksFor(ruth, column, value, shown = value) {
  await ruth.presses('Filter');
  await ruth.page.getByLabel('Column').selectOption({ label: column });
  const field = ruth.page.getByLabel('Value', { exact: true });
  await (shown === value ? field.fill(value) : field.selectOption({ label: shown }));
  await ruth.presses('Add');
  await ruth.page.getByRole('button', { name: `Remove the filter ${column}: ` }).waitFor();
  await ruth.arrives();
}

/** The entries on the screen, once there are as many. */
async function lines(ruth, n) {
  const entries = ruth.page.getByRole('main').locator('ol > li');
  await entries.nth(n - 1).waitFor();
  return entries.allInnerTexts();
}
