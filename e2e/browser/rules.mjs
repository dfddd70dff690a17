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
      await elif.sees(/Too few people could ever meet the rule Many eyes\. Eligible today: .*karin\.auer/);
    });
    await isAccessible(elif.page, 'a rule that nobody could meet');
    await people.fill('2');
    await elif.presses('See what happens');
    await elif.sees(/^It will wait\. Still needed: /);
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
