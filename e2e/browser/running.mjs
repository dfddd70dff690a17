import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isAccessibleInBothLooks } from './accessible.mjs';
import { signedIn } from './stage.mjs';

const service = '/api/v1/directory/user/installation';

/** A file of so many references, as the demo's process reads it. */
function rows(name, reference, n) {
  const lines = Array.from({ length: n }, (_, i) => `RUN-${i},EUR,${i}.00,2026-12-09`);
  const buffer = Buffer.from([`${reference},currency,amount,date`, ...lines, ''].join('\n'));
  return { name, mimeType: 'text/csv', buffer };
}

async function starts(lena) {
  await lena.goes('/process/cash-2026-11/compare');
  const files = lena.page.locator('input[type="file"]');
  await files.nth(0).setInputFiles(rows('ledger-of-today.csv', 'reference', 40));
  await files.nth(1).setInputFiles(rows('statement-of-today.csv', 'id', 38));
  await lena.presses('Start');
  await lena.page.waitForURL('**/run/*');
  await lena.page.getByRole('heading', { level: 1, name: /^Run \d+$/ }).waitFor();
  return new URL(lena.page.url()).pathname;
}

export function tests() {
  it('shows an analyst how far her run has come, and a solver stops it and says why', async () => {
    const [ilse, lena, david] = [
      await signedIn('ilse.brandt'),
      await signedIn('lena.stark'),
      await signedIn('david.roth'),
    ];
    // Without the service that records what comes of it, a run stays under way.
    assert.equal((await ilse.asks('POST', `${service}/suspend`, {})).status, 200);
    const run = await starts(lena);
    await lena.sees('Under way');
    await lena.sees('Compared; the result is not recorded yet');
    await lena.sees('78 rows read, 78 compared');
    assert.equal(await lena.offers('Stop this run'), 0);
    await isAccessibleInBothLooks(lena.page, 'a run that is under way');

    await david.goes(run);
    await david.presses('Stop this run');
    await david.page.getByRole('dialog', { name: 'Stop this run' }).waitFor();
    await david.fills('Reason', 'The statement is of the wrong day.');
    await david.presses('See what happens');
    await david.presses('Apply now'); // the screen says what became of it, and the dialog goes
    for (const one of [david, lena]) {
      await one.page.getByRole('heading', { name: 'Stopped' }).waitFor();
      await one.page.getByRole('main').getByText('The statement is of the wrong day.').first().waitFor();
      await one.page.getByRole('main').getByText('David Roth').first().waitFor();
    }
    await isAccessibleInBothLooks(lena.page, 'a run that was stopped');
    assert.equal(
      (await lena.asks('GET', `/api/v1/exception?filter=run%3D${run.split('/').pop()}`)).body.items.length,
      0,
    );
  });

  it('shows the result of a run on the page where she watches it', async () => {
    const [ilse, tomas] = [await signedIn('ilse.brandt'), await signedIn('tomas.reiter')];
    const lena = await signedIn('lena.stark');
    const held = (await ilse.asks('POST', `${service}/reactivate`, { keep: ['grant-installation'] })).body;
    const agreed = await tomas.asks('POST', `/api/v1/change/${held.change}/approve`, { digest: held.digest });
    assert.equal(agreed.body.state, 'applied');
    await starts(lena);
    await lena.page.getByRole('heading', { name: 'Result', exact: true }).waitFor();
    await lena.sees('40 rows');
    await lena.page.getByRole('main').getByText('RUN-39').first().waitFor();
  });
}
