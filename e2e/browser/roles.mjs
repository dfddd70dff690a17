import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone } from './accessible.mjs';
import { picture } from './pictures.mjs';
import { signedIn } from './stage.mjs';

/** The people who would lose or gain something, as the screen lists them. */
const shifted = (somebody) =>
  somebody.page.getByRole('region', { name: 'Who gains and loses what' }).getByRole('article');

export function tests() {
  it('shows a security officer which role holds what, and by which other role', async () => {
    const elif = await signedIn('elif.demir');
    await elif.goes('/roles?area=Reconciliation&kind=own');
    const row = elif.page
      .getByRole('row')
      .filter({ has: elif.page.getByRole('rowheader', { name: 'Close', exact: true }) });
    await row.first().getByRole('img', { name: 'held' }).first().waitFor();
    await elif.page.getByRole('img', { name: 'by the role Reconciliation viewer that it includes' }).first().waitFor();
    await elif.presses('Solver');
    await elif.sees('A role of our own.');
    await elif.page.waitForURL('**/roles?*role=*');
    await fitsAPhone(elif.page, 'a role in the matrix');
  });

  it('says who would lose what before a role is saved, and writes nothing', async () => {
    const elif = await signedIn('elif.demir');
    const role = async () => (await elif.asks('GET', '/api/v1/role?filter=name%3DSolver')).body.items[0];
    const before = await role();
    await elif.goes(`/role/${before.id}/edit`);
    await elif.page.waitForURL('**/roles?*edit=*');
    await elif.page.getByRole('searchbox', { name: 'Find a permission' }).fill('exception.close');
    await elif.page.getByRole('checkbox', { name: 'Exception: close in Solver' }).uncheck();
    await elif.presses('See who gains and loses');
    await shifted(elif).filter({ hasText: 'Chiara Bassi' }).filter({ hasText: 'Loses' }).waitFor();
    await elif.sees(/^It will wait\. Still needed: /);
    await picture(elif.page, 'roles');
    await fitsAPhone(elif.page, 'a role that is being changed');
    assert.deepEqual(await role(), before);
  });

  it('lets nobody change a standard role, nor without the permission one of our own', async () => {
    const elif = await signedIn('elif.demir');
    await elif.goes('/roles?area=Payments&kind=standard');
    await elif.presses('signatory');
    await elif.sees('A standard role: it stays what the program says.');
    const panel = elif.page.getByRole('region', { name: 'signatory' });
    assert.equal(await panel.getByRole('link', { name: 'Change', exact: true }).count(), 0);
    const ruth = await signedIn('ruth.adler');
    await ruth.goes('/roles?area=Reconciliation&kind=own');
    await ruth.presses('Solver');
    await ruth.sees('A role of our own.');
    assert.equal(
      await ruth.page.getByRole('region', { name: 'Solver' }).getByRole('link', { name: 'Change' }).count(),
      0,
    );
  });

  it('clones a standard role for a founder, who sees the copy before it is made', async () => {
    const tomas = await signedIn('tomas.reiter');
    await tomas.goes('/');
    await tomas.page.evaluate(() => localStorage.setItem('countersign.language', 'de'));
    await tomas.page.goto('/roles?kind=standard&find=package.sign');
    await tomas.presses('signatory');
    await tomas.presses('kopieren');
    const dialog = tomas.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Zeigen, was geschieht' }).click();
    await dialog.getByText('Kopie von signatory').first().waitFor();
    await tomas.page.keyboard.press('Escape');
  });
}
