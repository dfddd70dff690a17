import { it } from 'node:test';
import { isAccessible } from './accessible.mjs';
import { signedIn } from './stage.mjs';

export function tests() {
  it('tells a German reader in German what the fields of a form are for', async () => {
    const tomas = await inGerman('tomas.reiter');
    await tomas.goes('/new/four_eyes_rule');
    await tomas.sees('Alle diese müssen zustimmen.');
  });

  it('tells why something is refused, in German, though the server says it in English', async () => {
    const anna = await inGerman('anna.kovacs');
    await anna.isRefused(async () => {
      await anna.goes('/grant');
      await anna.sees(/darf grant\.view nicht: /);
      await anna.sees('Das dürfen Sie nicht sehen');
    });
    await isAccessible(anna.page, 'a refusal in German');
  });
}

/** Somebody who reads the page in German from now on. */
async function inGerman(id) {
  const somebody = await signedIn(id);
  await somebody.goes('/');
  const { user } = (await somebody.asks('GET', '/api/v1/me')).body;
  await somebody.presses(user.name);
  await somebody.page.getByText('Deutsch', { exact: true }).click();
  await somebody.page.locator('html[lang=de]').waitFor();
  return somebody;
}
