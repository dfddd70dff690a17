import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { agreed, signedIn } from './stage.mjs';

const unit = 'Halvorn UK Limited';

/** Picks one of those that a field offers, by name. */
async function picks(somebody, label, name) {
  await somebody.page.getByRole('combobox', { name: label, exact: true }).fill(name);
  await somebody.page.getByRole('option', { name, exact: true }).click();
}

/** What a field offers for what is typed. */
async function offered(somebody, label, typed) {
  const field = somebody.page.getByRole('combobox', { name: label, exact: true });
  await field.fill(typed);
  const names = await somebody.page.getByRole('listbox').getByRole('option').allInnerTexts();
  await field.fill('');
  await field.press('Escape');
  return names;
}

export function tests() {
  it('lets who administers the roles of one company grant one there, every name picked', async () => {
    await agreed('/api/v1/grant/oliver-administers', {
      user: 'oliver.hughes',
      role: 'role-administrator',
      scope: 'unit',
      scope_record: 'GB01',
      reason: 'Looks after the roles of the company.',
    });
    const oliver = await signedIn('oliver.hughes');
    await oliver.goes('/user');
    await oliver.page.getByRole('link', { name: 'Amara Obi' }).first().waitFor();
    assert.equal(await oliver.page.getByRole('link', { name: 'Petra Lang' }).count(), 0, 'He sees people of others.');
    await oliver.goes('/new/grant');
    assert.equal(await oliver.page.getByRole('combobox', { name: 'Scope' }).inputValue(), 'unit');
    assert.deepEqual(await offered(oliver, 'User', 'Amara'), ['Amara Obi']);
    assert.deepEqual(await offered(oliver, 'User', 'Petra'), []);
    assert.deepEqual(await offered(oliver, 'Group', 'Treasurers'), []);
    assert.equal((await offered(oliver, 'Unit', '')).join(), unit);
    await picks(oliver, 'User', 'Amara Obi');
    await picks(oliver, 'Role', 'participant-clerk');
    await picks(oliver, 'Unit', unit);
    await isAccessibleInBothLooks(oliver.page, 'a grant at one unit');
    await fitsAPhone(oliver.page, 'a grant at one unit');
    await oliver.presses('See what happens');
    await oliver.sees(/^It will wait\./);
    await oliver.fills('Reason', 'Stands in for the clerk.');
    await oliver.presses('Send for agreement');
    await oliver.follows('Follow the change');
    await oliver.arrives();
    const change = `/api/v1${new URL(oliver.page.url()).pathname}`;
    const ilse = await signedIn('ilse.brandt');
    await ilse.does(`${change}/approve`, { digest: (await ilse.asks('GET', change)).body.digest });
    await oliver.goes('/user/amara.obi');
    const holds = oliver.page.getByRole('list', { name: 'Roles and groups' });
    await holds.getByRole('link', { name: 'participant-clerk', exact: true }).waitFor();
  });

  it('refuses him the whole group and every other company', async () => {
    const oliver = await signedIn('oliver.hughes');
    const grant = { user: 'amara.obi', role: 'participant-clerk' };
    for (const where of [
      { scope: 'everything' },
      { scope: 'unit', scope_record: 'FR01' },
      { scope: 'unit', scope_record: 'group' },
    ]) {
      const { status, body } = await oliver.isRefused(() =>
        oliver.asks('POST', '/api/v1/grant', { ...grant, ...where }),
      );
      assert.equal(status, 403, JSON.stringify(body));
    }
    const { items } = (await oliver.asks('GET', '/api/v1/grant?limit=500')).body;
    assert.deepEqual(
      items.filter((one) => one.scope !== 'unit' || one.scope_record !== 'GB01'),
      [],
    );
    const groups = (await oliver.asks('GET', '/api/v1/group?limit=500')).body.items;
    assert.deepEqual(
      groups.filter((one) => one.unit !== 'GB01'),
      [],
    );
  });

  it('has a role given on every process of a unit, and says so to who holds it', async () => {
    const elif = await signedIn('elif.demir');
    await elif.goes('/new/grant?user=lena.stark&role=process-viewer');
    await elif.page.getByLabel('Scope', { exact: true }).selectOption({ label: 'Every record of a table' });
    await elif.page.getByLabel('Table', { exact: true }).selectOption({ label: 'Every process' });
    await picks(elif, 'Of a unit, with all beneath it; empty: of all', 'Group Treasury');
    await isAccessibleInBothLooks(elif.page, 'a grant on every process');
    await fitsAPhone(elif.page, 'a grant on every process');
    await elif.presses('See what happens');
    await elif.sees(/^It will wait\./);
    const every = { scope: 'table', scope_table: 'process', scope_record: 'treasury' };
    await agreed('/api/v1/grant/lena-every', {
      user: 'lena.stark',
      role: 'process-viewer',
      ...every,
      reason: 'Looks.',
    });
    await elif.goes('/user/lena.stark');
    const roles = elif.page.getByRole('region', { name: 'Roles and groups' });
    await roles.getByText('Every process').waitFor();
    await roles.getByRole('link', { name: 'Group Treasury' }).first().waitFor();
  });

  it('lets who gives the roles of one process pick whom and which, and look nobody up', async () => {
    const at = { scope: 'record', scope_table: 'process', scope_record: 'cash-2026-11' };
    const reason = 'Gives the roles of the cash process.';
    await agreed('/api/v1/grant/reto-gives', { user: 'reto.zbinden', role: 'process-user-admin', ...at, reason });
    const reto = await signedIn('reto.zbinden');
    await reto.goes('/process/cash-2026-11');
    await reto.follows('Grant a role…');
    await reto.page.waitForURL('**/new/grant?*');
    await reto.arrives();
    assert.deepEqual(await offered(reto, 'User', 'Reto'), []);
    assert.deepEqual(await offered(reto, 'User', 'Ruth'), [], 'He is told the people of other units.');
    assert.deepEqual(await offered(reto, 'User', 'Petra'), ['Petra Lang · Group Treasury']);
    await picks(reto, 'User', 'ruth.adler@halvorn.example');
    assert.deepEqual(await offered(reto, 'Role', 'treasurer'), []);
    await picks(reto, 'Role', 'process-viewer');
    await isAccessibleInBothLooks(reto.page, 'a grant at one process');
    await fitsAPhone(reto.page, 'a grant at one process');
    await reto.presses('See what happens');
    await reto.sees(/^It will wait\./);
    await reto.presses('Send for agreement');
    await reto.follows('Follow the change');
    await reto.arrives();
    const { body: held } = await reto.asks('GET', `/api/v1${new URL(reto.page.url()).pathname}`);
    assert.equal(held.rows[0].after.user, 'ruth.adler');
    await reto.goes('/process/cash-2026-11');
    const here = reto.page.getByRole('list', { name: 'Roles given here' });
    await here.getByText('Reto Zbinden').waitFor();
    for (const table of ['user', 'group', 'role']) {
      const { status } = await reto.isRefused(() => reto.asks('GET', `/api/v1/${table}`));
      assert.equal(status, 403, `He may list every ${table}.`);
    }
  });

  it('lets who says who is in one group pick people of its unit, and look nobody up', async () => {
    const tomas = await signedIn('tomas.reiter');
    const group = { name: 'Cash helpers', unit: 'group' };
    await tomas.asks('PUT', '/api/v1/group/cash-helpers', group, { 'If-None-Match': '*' });
    await agreed('/api/v1/grant/reto-names', {
      user: 'reto.zbinden',
      role: 'group-members-administrator',
      scope: 'record',
      scope_table: 'group',
      scope_record: 'cash-helpers',
      reason: 'Says who helps.',
    });
    const reto = await signedIn('reto.zbinden');
    await reto.goes('/group/cash-helpers');
    await reto.follows('Add somebody…');
    await reto.page.waitForURL('**/new/member?*');
    await reto.arrives();
    assert.deepEqual(await offered(reto, 'User', 'Reto'), []);
    assert.deepEqual(await offered(reto, 'User', 'Petra'), ['Petra Lang · Group Treasury']);
    await picks(reto, 'User', 'Petra Lang · Group Treasury');
    await isAccessibleInBothLooks(reto.page, 'a membership of one group');
    await fitsAPhone(reto.page, 'a membership of one group');
    await reto.presses('See what happens');
    await reto.sees('It is applied at once.');
    await reto.presses('Apply now');
    await reto.sees('Done.');
    await reto.goes('/group/cash-helpers');
    await reto.page.getByRole('list', { name: 'Members' }).getByText('Petra Lang').waitFor();
  });
}
