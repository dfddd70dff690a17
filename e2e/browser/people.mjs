import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessible } from './accessible.mjs';
import { picture } from './pictures.mjs';
import { signedIn } from './stage.mjs';

export function tests() {
  it('shows a user administrator what somebody holds, by which group', async () => {
    const nadia = await signedIn('nadia.petrov');
    await nadia.goes('/user/chiara.bassi');
    const holds = nadia.page.getByRole('list', { name: 'Roles and groups' });
    const group = holds.getByRole('listitem').filter({ hasText: 'BAU Solvers' }).first();
    await group.getByRole('link', { name: 'Solver', exact: true }).waitFor();
    await picture(nadia.page, 'user', 760);
  });

  it('shows her what a suspension would do, and writes nothing', async () => {
    const nadia = await signedIn('nadia.petrov');
    await nadia.goes('/user/chiara.bassi');
    await nadia.follows('Suspend');
    const successor = nadia.page.getByRole('combobox', { name: 'Successor' });
    await successor.fill('David Roth');
    await nadia.page.getByRole('option', { name: 'David Roth', exact: true }).click();
    await nadia.presses('See what happens');
    await nadia.sees('It is applied at once.');
    await nadia.sees('Suspended');
    await isAccessible(nadia.page, 'a suspension');
    const { body } = await nadia.asks('GET', '/api/v1/user/chiara.bassi');
    assert.equal(body.status, 'active');
  });

  it('offers nobody to delete a user, and says why where it is asked by its address', async () => {
    const ilse = await signedIn('ilse.brandt');
    await ilse.goes('/user/chiara.bassi');
    await ilse.page.getByRole('link', { name: 'Suspend', exact: true }).waitFor();
    assert.equal(await ilse.page.getByRole('link', { name: 'Delete', exact: true }).count(), 0);
    await ilse.isRefused(async () => {
      await ilse.goes('/user/chiara.bassi/do/delete');
      await ilse.sees('A user is never deleted; suspend it.');
    });
    await ilse.goes('/user/chiara.bassi/do/view');
    await ilse.sees('There is nothing here');
  });

  it('lets her choose by name which groups of the old unit stay with who moves', async () => {
    const nadia = await signedIn('nadia.petrov');
    await nadia.goes('/user/chiara.bassi/do/move?unit=treasury');
    await nadia.page.getByRole('checkbox', { name: 'Group BAU Solvers' }).check();
    await fitsAPhone(nadia.page, 'a move');
  });

  it('gives her the link by which a new colleague comes in, once', async () => {
    const nadia = await signedIn('nadia.petrov');
    const { body } = await nadia.asks('POST', '/api/v1/user', {
      email: 'noel.becker@halvorn.example',
      name: 'Noel Becker',
      kind: 'person',
      status: 'invited',
    });
    const { id } = body.records[0];
    await nadia.goes(`/user/${id}`);
    await nadia.follows('Send a link');
    await nadia.presses('See what happens');
    await nadia.presses('Apply now');
    await nadia.sees(new RegExp(`^${nadia.url}/link/`));
    await nadia.sees(/^It is shown this once\./);
    await fitsAPhone(nadia.page, 'a link that is shown once');
  });

  it('shows a security officer who is in a group, and what it gives them', async () => {
    const elif = await signedIn('elif.demir');
    const { items } = (await elif.asks('GET', '/api/v1/member?filter=user%3Dchiara.bassi')).body;
    await elif.goes(`/group/${items[0].group}`);
    await elif.page.getByRole('list', { name: 'Members' }).getByRole('link', { name: 'Chiara Bassi' }).waitFor();
    await elif.page.getByRole('region', { name: 'What it gives' }).getByText('Exception', { exact: true }).waitFor();
    await elif.follows('Grant a role…');
    await elif.page.waitForURL('**/new/grant?group=*');
    await elif.sees('The link filled in: Group. Look at it before you go on.');
  });

  it('lets an administrator pick by what it is the change that a membership lasts for', async () => {
    const ilse = await signedIn('ilse.brandt');
    const grant = { user: 'karin.auer', role: 'labels-administrator', scope: 'everything' };
    const { status, body: held } = await ilse.asks('POST', '/api/v1/grant', grant);
    assert.equal(status, 202, JSON.stringify(held));
    await ilse.goes('/new/member?user=chiara.bassi');
    const picked = ilse.page.getByRole('combobox', { name: 'Until change' });
    await picked.fill('Karin Auer');
    await ilse.page.getByRole('option', { name: /^Grant .*Karin Auer.* · Ilse Brandt · / }).click();
    assert.match(await picked.inputValue(), /Karin Auer/);
    await ilse.does(`/api/v1/change/${held.change}/withdraw`, { reason: 'Only tried.' });
  });

  it('leads her from a person to a grant that ends by itself', async () => {
    const elif = await signedIn('elif.demir');
    await elif.goes('/user/chiara.bassi');
    await elif.follows('For two days…');
    const until = await elif.page.getByLabel('Until').inputValue();
    const hours = (new Date(until) - Date.now()) / 3_600_000;
    assert.ok(hours > 46 && hours < 50, `It would end in ${hours} hours.`);
    assert.equal(await elif.page.getByRole('combobox', { name: 'User' }).inputValue(), 'Chiara Bassi');
  });
}
