import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { fitsAPhone, isAccessible, isAccessibleInBothLooks } from './accessible.mjs';
import { root } from './demo.mjs';
import { picture } from './pictures.mjs';
import { signedIn } from './stage.mjs';

/** A table's first record that somebody sees. */
const first =
  (table, after = '') =>
  async (somebody) => {
    const { items } = (await somebody.asks('GET', `/api/v1/${table}?limit=1`)).body;
    return `/${table}/${encodeURIComponent(items[0].id)}${after}`;
  };

/** The last change that somebody may see. */
const change = async (somebody) =>
  `/change/${(await somebody.asks('GET', '/api/v1/change?box=all&limit=1')).body.items[0].id}`;

/** A group that somebody is in. */
const groupOf = (user) => async (somebody) => {
  const { items } = (await somebody.asks('GET', `/api/v1/member?filter=user%3D${user}`)).body;
  return `/group/${items[0].group}`;
};

/**
 * By the address in web/src/screens/list.ts: who opens the screen, and where; or
 * the address whose screen it shows in the same way, or the file whose tests look at
 * it in the same manner while there is such a record.
 */
const screens = {
  '/': ['karin.auer', '/'],
  '/access': ['ruth.adler', '/access'],
  '/access/collusion': ['ruth.adler', '/access/collusion'],
  '/access/simulate': ['ruth.adler', '/access/simulate'],
  '/roles': ['ruth.adler', '/roles?area=Access'],
  '/rules': ['elif.demir', '/rules'],
  '/new/four_eyes_rule': ['elif.demir', '/new/four_eyes_rule?subject=order'],
  '/four_eyes_rule/$id/edit': '/new/four_eyes_rule',
  '/user/$id': ['nadia.petrov', '/user/anna.kovacs'],
  '/user/$id/do/$command': ['nadia.petrov', '/user/anna.kovacs/do/suspend'],
  '/new/member': ['nadia.petrov', '/new/member'], // by who says who is in one group: local.mjs
  '/new/grant': ['elif.demir', '/new/grant?user=anna.kovacs&scope=unit&scope_record=treasury'],
  '/grant/$id/edit': '/new/grant',
  '/new/api_token': '/new/$table',
  '/group/$id': ['ruth.adler', groupOf('chiara.bassi')],
  '/new/role': '/role/$id/edit',
  '/role/$id/edit': [
    'elif.demir',
    async (elif) => {
      const { items } = (await elif.asks('GET', '/api/v1/role?filter=name%3DSolver')).body;
      return `/role/${items[0].id}/edit`;
    },
  ],
  '/audit': ['ruth.adler', '/audit'],
  '/audit/reports': ['ruth.adler', '/audit/reports'],
  '/change': ['karin.auer', '/change'],
  '/change/together': '/change', // opened, in both looks and on a phone, where several are decided on
  '/delivery': ['otto.frei', '/delivery'],
  '/deputies': ['karin.auer', '/deputies'],
  '/new/duty_rule': ['tomas.reiter', '/new/duty_rule'],
  '/duty_rule/$id/edit': '/new/duty_rule',
  '/access_policy/$id/do/$command': ['tomas.reiter', '/access_policy/access/do/set'],
  '/duties': ['ruth.adler', '/duties'],
  '/reviews': ['tomas.reiter', '/reviews'],
  '/reviews/new': ['tomas.reiter', '/reviews/new'],
  '/access_review/$id': ['tomas.reiter', first('access_review')],
  '/stale': ['ruth.adler', '/stale'],
  '/change/$id': ['ruth.adler', change], // one that waits: foureyes.mjs
  '/cycle/$id': ['petra.lang', '/cycle/2026-11'],
  '/me': ['karin.auer', '/me'],
  '/package': ['karin.auer', '/package'],
  '/package/$id': ['ruth.adler', first('package')],
  '/customer/$id': ['otto.frei', '/customer/halvorn'],
  '/package/import': ['ines.pereira', '/package/import'],
  '/new/bank_report': ['ines.pereira', '/new/bank_report'],
  '/calendar/$id': ['otto.frei', '/calendar/target'],
  '/account/$id': ['otto.frei', '/account/account-EUR'],
  '/process': ['lena.stark', '/process'], // by names alone: named.mjs
  '/new/expected_file': ['lena.stark', '/new/expected_file?process=cash-2026-11'],
  '/expected_file/$id/edit': '/new/expected_file',
  '/process/$id': ['lena.stark', '/process/cash-2026-11'],
  '/process/$id/compare': ['lena.stark', '/process/cash-2026-11/compare'],
  '/staging_copy/$id': 'staging.mjs',
  '/run/$id': ['lena.stark', first('run')],
  '/exception': ['david.roth', '/exception'],
  '/exception/$id': ['david.roth', first('exception')],
  '/new/reference_table': ['lena.stark', '/new/reference_table'],
  '/reference_table/$id': ['lena.stark', first('reference_table')],
  '/reference_table/$id/edit': '/new/reference_table',
  '/reference_table/$id/do/import_rows': ['lena.stark', first('reference_table', '/do/import_rows')],
  '/$table': ['ruth.adler', '/grant'],
  '/new/$table': ['eva.kiss', '/new/bank_instruction'],
  '/$table/$id': ['eva.kiss', '/bank_instruction/pay-CH01'],
  '/$table/$id/edit': ['eva.kiss', '/bank_instruction/pay-AT01/edit'],
  '/$table/$id/do/$command': ['petra.lang', '/cycle/2026-11/do/reopen_input'],
};

const pictures = {
  '/customer/$id': 'together',
  '/cycle/$id': 'cycle',
  '/delivery': 'deliveries',
  '/duties': 'duties',
  '/exception/$id': 'exception',
};

export function tests() {
  it('is looked at here, whichever the page has', () => {
    const list = readFileSync(`${root}/web/src/screens/list.ts`, 'utf8');
    const paths = [...list.matchAll(/path: '([^']+)'/g)].map(([, path]) => path);
    assert.ok(paths.length > 10, 'The list of screens was not understood.');
    assert.deepEqual(
      paths.filter((path) => !(path in screens)),
      [],
      'screens that this test does not open',
    );
  });

  for (const [path, told] of Object.entries(screens)) {
    if (typeof told === 'string') continue;
    const [who, where] = told;
    it(`can be used by everybody, in light and dark and on a phone: ${path}`, async () => {
      const somebody = await signedIn(who);
      await somebody.goes(typeof where === 'function' ? await where(somebody) : where);
      if (pictures[path]) await picture(somebody.page, pictures[path], 720);
      await isAccessibleInBothLooks(somebody.page, path);
      await fitsAPhone(somebody.page, path);
    });
  }

  it('can be used by everybody: each door in an auditor’s rail', async () => {
    const ruth = await signedIn('ruth.adler');
    for (const door of await ruth.doors()) {
      await ruth.page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: door, exact: true }).click();
      await ruth.arrives();
      await isAccessible(ruth.page, door);
    }
  });

  it('can be used by everybody: the dialogs', async () => {
    const karin = await signedIn('karin.auer');
    await karin.goes('/');
    const dialog = karin.page.getByRole('dialog');
    for (const name of ['Search everything you may see', 'Keys', 'Karin Auer']) {
      await karin.page.getByRole('button', { name, exact: true }).click();
      await dialog.waitFor();
      await isAccessibleInBothLooks(karin.page, name);
      await karin.page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
  });

  it('keeps a view of a table under a name, and leads back to it', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.goes('/grant?sort=-role');
    await ruth.presses('Views');
    await ruth.fills('Keep this view as', 'By role');
    await ruth.presses('Keep');
    await isAccessibleInBothLooks(ruth.page, 'the views of a table');
    await ruth.goes('/grant');
    await ruth.presses('Views');
    await ruth.page.getByRole('link', { name: 'By role' }).click();
    await ruth.page.waitForURL('**/grant?sort=-role');
  });

  it('calls what a delivery is of by its name, and leads there', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.goes(await first('delivery')(ruth));
    await ruth.page.getByRole('main').getByRole('link', { name: 'NET-2026-11' }).first().click();
    await ruth.page.waitForURL('**/package/*');
  });

  it('can be read by everybody: the API’s own page', async () => {
    const { page } = await signedIn('karin.auer');
    await page.goto('/docs');
    await isAccessibleInBothLooks(page, '/docs');
  });
}
