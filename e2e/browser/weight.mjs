import assert from 'node:assert/strict';
import { it } from 'node:test';
import { heard, person } from './stage.mjs';

const allowed = 300_000; // bytes over the wire until home stands

export function tests() {
  it('weighs at most 300 kB over the wire, from the sign-in to home', async (t) => {
    const eva = await person('eva.kiss').comes();
    const wire = await eva.context.newCDPSession(eva.page);
    let weight = 0;
    wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
      weight += encodedDataLength;
    });
    await wire.send('Network.enable');
    await eva.signsIn();
    await wire.detach();
    t.diagnostic(`${weight.toLocaleString('en')} bytes`);
    assert.ok(weight > 50_000, 'Nothing was measured.');
    assert.ok(weight <= allowed, `The first view weighs ${weight} bytes; ${allowed} are allowed.`);
  });
}

export function afterwards() {
  it('asked no other host', () => assert.deepEqual(heard('elsewhere'), []));
  it('heard no error, no warning and nothing against the Content-Security-Policy', () =>
    assert.deepEqual(heard('complaints'), []));
}
