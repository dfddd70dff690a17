import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { signedIn } from './stage.mjs';

// The holding's exclusions: the managing director and the company secretary, and
// two treasurers. Everybody has points on its accounts, which require 10.
const jobs = {
  'Paul Meier': 'Managing director',
  'Nora Huber': 'Company secretary',
  'Karin Auer': 'Treasurer',
  'Sofía Marín': 'Treasurer',
  'Lukas Steiner': 'Controller',
};

export function tests() {
  it('lights the cell of two people, and says whether they may sign together', async () => {
    const otto = await signedIn('otto.frei');
    await otto.goes('/customer/halvorn');
    await choosesTwo(otto, 'Paul Meier', 'Nora Huber', 'may not');
    await isAccessibleInBothLooks(otto.page, 'an excluded pair');
    await choosesTwo(otto, 'Nora Huber', 'Paul Meier', 'may not');
    await choosesTwo(otto, 'Paul Meier', 'Lukas Steiner', 'may');
    await isAccessibleInBothLooks(otto.page, 'a pair that may sign together');
    await choosesTwo(otto, 'Karin Auer', 'Sofía Marín', 'may not');
  });

  it('lights no cell for somebody without a job, and says that they cannot sign', async () => {
    const otto = await signedIn('otto.frei');
    await isSignatory(otto, 'ines.pereira');
    await otto.goes('/customer/halvorn');
    await chooses(otto, 'Paul Meier');
    await otto.sees('Paul Meier is chosen. Choose a second person.');
    await chooses(otto, 'Inês Pereira');
    await otto.sees(
      'Inês Pereira has no job here: nobody is excluded by them, and they cannot sign until they have one.',
    );
    assert.deepEqual(await lit(otto), []);
    await fitsAPhone(otto.page, 'a signatory without a job');
  });

  it('keeps the answer in sight on a phone while the second of two people is chosen', async () => {
    const otto = await signedIn('otto.frei');
    await otto.goes('/customer/halvorn');
    const usual = otto.page.viewportSize();
    await otto.page.setViewportSize({ width: 360, height: 740 });
    await choosesTwo(otto, 'Karin Auer', 'Sofía Marín', 'may not');
    const shown = otto.page
      .getByText('Karin Auer (Treasurer) and Sofía Marín (Treasurer) may not sign together.')
      .first();
    assert.ok(await inSight(shown), 'The answer is out of sight where the second person was chosen.');
    await otto.page.setViewportSize(usual);
    await otto.page.evaluate(() => scrollTo(0, 0)); // what the answer half covers would be found too small
    await fitsAPhone(otto.page, 'an excluded pair');
  });

  it('says what a larger set comes to, and who is not counted because of whom', async () => {
    const otto = await signedIn('otto.frei');
    await otto.goes('/customer/halvorn');
    const tried = otto.page.getByRole('group', { name: 'Who would sign' });
    for (const name of ['Paul Meier', 'Nora Huber', 'Karin Auer', 'Lukas Steiner']) {
      await tried.getByRole('checkbox', { name }).check();
    }
    // 8 and 8 exclude each other; 5 and 2 are left.
    await otto.sees('7 of 10 points, 3 missing');
    await otto.sees('Together they do not suffice.');
    await otto.sees('Paul Meier (Managing director) and Nora Huber (Company secretary) may not sign together.');
    await otto.sees('Ignored: Paul Meier, Nora Huber');
    await isAccessibleInBothLooks(otto.page, 'a set with an excluded pair');
    await fitsAPhone(otto.page, 'a set with an excluded pair');
    await tried.getByRole('checkbox', { name: 'Nora Huber' }).uncheck();
    await otto.sees('15 of 10 points');
    await otto.sees('Together they suffice.');
    assert.equal(await otto.page.getByText(/^Ignored:/).count(), 0);
    await tried.getByRole('checkbox', { name: 'Inês Pereira' }).check();
    await otto.sees('Could not sign without a job: Inês Pereira');
    await isNoSignatoryAnyMore(otto);
  });
}

let added;

/** Somebody new with points on an account of the holding, and as yet without a job. */
async function isSignatory(otto, user) {
  const { unit } = (await otto.asks('GET', '/api/v1/customer/halvorn')).body;
  const body = { customer: 'halvorn', unit, account: 'account-EUR', user, points: 5 };
  const { status, body: answer } = await otto.asks('POST', '/api/v1/account_signatory', body);
  assert.equal(status, 201, JSON.stringify(answer));
  added = answer.records[0].id;
}

/** As it was before, for the parts that come after. */
async function isNoSignatoryAnyMore(otto) {
  const { status, body } = await otto.asks('DELETE', `/api/v1/account_signatory/${added}`, undefined, {
    'If-Match': '"1"',
  });
  assert.equal(status, 200, JSON.stringify(body));
}

async function choosesTwo(otto, a, b, may) {
  await lets(otto);
  await chooses(otto, a);
  await chooses(otto, b);
  await otto.sees(`${a} (${jobs[a]}) and ${b} (${jobs[b]}) ${may} sign together.`);
  const cells = await lit(otto);
  assert.equal(cells.length, 1, `${cells.length} cells are lit.`);
  const [cell] = cells;
  assert.deepEqual(new Set([cell.row, cell.column]), new Set([jobs[a], jobs[b]]));
  assert.equal(cell.excluded, String(may === 'may not'));
  const same = `Two people with the job ${jobs[a]} ${may} sign together.`;
  const sentence = jobs[a] === jobs[b] ? same : `${cell.row} and ${cell.column} ${may} sign together.`;
  assert.equal(cell.says, sentence);
}

/** Lets go whoever is still chosen. */
async function lets(otto) {
  const pressed = people(otto).and(otto.page.locator('[aria-pressed=true]'));
  while ((await pressed.count()) > 0) await pressed.first().click();
}

const people = (otto) => otto.page.getByRole('button', { name: new RegExp(`^(${Object.keys(jobs).join('|')})$`) });

async function chooses(otto, name) {
  await otto.page.getByRole('button', { name, exact: true }).click();
}

/** The cells that are lit, by the jobs of their row and column. */
function lit(otto) {
  return otto.page.getByRole('region', { name: 'Matrix of jobs' }).evaluate((matrix) => {
    const columns = [...matrix.querySelectorAll('tfoot th')].map((head) => head.innerText);
    return [...matrix.querySelectorAll('tbody td')]
      .filter((cell) => cell.querySelector('button').getAttribute('aria-pressed') === 'true')
      .map((cell) => ({
        row: cell.closest('tr').querySelector('th').innerText,
        column: columns[cell.cellIndex - 1],
        excluded: cell.dataset.excluded,
        says: cell.querySelector('button').getAttribute('aria-label'),
      }));
  });
}

/** Whether the middle of an element is what is seen there. */
function inSight(locator) {
  return locator.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const seen = document.elementFromPoint(x + width / 2, y + height / 2);
    return seen !== null && (element.contains(seen) || seen.contains(element));
  });
}
