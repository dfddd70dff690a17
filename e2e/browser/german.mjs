import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isAccessible } from './accessible.mjs';
import { person } from './stage.mjs';

export function tests() {
  it('tells a German reader in German what a form asks and what is refused', async () => {
    const anna = await person('anna.kovacs').comes({ locale: 'de-DE' });
    await anna.signsIn();
    await anna.goes('/new/invoice');
    await anna.sees('Die Nummer der Rechnung; einmal für immer zwischen Zahler und Empfänger.');
  });

  it('tells why, in German, where the server says it in English', async () => {
    const anna = person('anna.kovacs');
    await anna.isRefused(async () => {
      await anna.goes('/grant');
      await anna.sees(/darf grant\.view nicht: /);
      await anna.sees('Das dürfen Sie nicht sehen');
    });
    await isAccessible(anna.page, 'a refusal in German');
    assert.equal(await anna.page.locator('html').getAttribute('lang'), 'de');
  });
}
