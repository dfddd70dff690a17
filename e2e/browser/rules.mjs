import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessible } from './accessible.mjs';
import { picture } from './pictures.mjs';
import { signedIn } from './stage.mjs';

export function tests() {
  it('tells a security officer in words what waits, and who could agree today', async () => {
    const elif = await signedIn('elif.demir');
    await elif.goes('/rules');
    const { items } = (await elif.asks('GET', '/api/v1/four_eyes/eligible')).body;
    const { items: rules } = (await elif.asks('GET', '/api/v1/four_eyes_rule')).body;
    const rule = rules.find(({ name }) => name === 'Bank instructions');
    const line = elif.page.getByRole('listitem').filter({ has: elif.page.getByRole('heading', { name: rule.name }) });
    await line.getByText('One person with the permission').waitFor();
    const { users } = items.find((one) => one.rule === rule.id).factors[0];
    assert.ok(users.length > 1, 'The story has nobody who could agree to a bank instruction.');
    for (const { name } of users) await line.getByRole('link', { name, exact: true }).waitFor();
    await picture(elif.page, 'rules', 720);
    await elif.page.getByRole('searchbox', { name: 'Find a rule' }).fill('bank');
    await elif.sees(`1 of ${rules.length} rules`);
  });

  it('refuses her a rule that nobody could meet, with the names, and shows what another would hold', async () => {
    const elif = await signedIn('elif.demir');
    await elif.goes('/new/four_eyes_rule?subject=bank_instruction&name=Many%20eyes');
    await elif.sees('The link filled in: Name, Subject. Look at it before you go on.');
    const people = elif.page.getByRole('textbox', { name: 'How many people' });
    await people.fill('9');
    await elif.isRefused(async () => {
      await elif.presses('See what happens');
      await elif.sees(/Too few people could ever meet the rule Many eyes\. Eligible today: .*Karin Auer/);
    });
    await isAccessible(elif.page, 'a rule that nobody could meet');
    await people.fill('2');
    await elif.presses('See what happens');
    await elif.sees(/^It will wait\. Still needed: /);
  });

  it('lets a founder set what holds for all access for the first time, and one number later', async () => {
    const tomas = await signedIn('tomas.reiter');
    const policy = '/access_policy/access';
    await tomas.goes('/');
    await tomas.page.evaluate(() => localStorage.setItem('countersign.language', 'en'));
    const field = (name) => tomas.page.getByRole('textbox', { name });
    const applies = async () => {
      await tomas.presses('See what happens');
      await tomas.presses('Apply now');
      await tomas.sees('Done.');
    };
    // Nobody has written it yet, which the server says by a refusal.
    await tomas.isRefused(async () => {
      await tomas.goes('/access_policy');
      await tomas.sees('Never set yet');
      await tomas.follows('See what holds until then, and set it');
      await tomas.page.waitForURL(`**${policy}`);
      await tomas.follows('Set');
      assert.equal(await field('Min administrators').inputValue(), '2');
      await isAccessible(tomas.page, 'what holds for all access');
      await tomas.presses('Another action');
      await tomas.page.getByRole('combobox', { name: 'Action 1' }).fill('Unit: delete');
      await tomas.page.getByRole('option', { name: 'Unit: delete', exact: true }).click();
      await field('Form of the number').fill('OPS-[0-9]+');
      await applies();
    });
    await tomas.goes(`${policy}/do/set`);
    assert.equal(await field('Form of the number').inputValue(), 'OPS-[0-9]+');
    await field('Change expiry hours').fill('9000');
    await applies();
    const { body } = await tomas.asks('GET', `/api/v1${policy}`);
    assert.deepEqual(body.ticket_rules, [{ action: 'unit.delete' }]);
    assert.deepEqual([body.ticket_pattern, body.min_administrators, body.change_expiry_hours], ['OPS-[0-9]+', 2, 9000]);
  });

  it('shows a founder what a preset would switch on, in German', async () => {
    const tomas = await signedIn('tomas.reiter');
    await tomas.goes('/');
    await tomas.page.evaluate(() => localStorage.setItem('countersign.language', 'de'));
    await tomas.page.goto('/rules');
    await tomas.presses('Einschalten …: Bankverbindungen');
    const dialog = tomas.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Zeigen, was geschieht' }).click();
    await dialog.getByText('Preset: bank_instruction insert, update, delete').first().waitFor();
    await isAccessible(tomas.page, 'a preset');
    await tomas.page.keyboard.press('Escape');
    await fitsAPhone(tomas.page, 'the rules, in German');
  });
}
