// A device with a passkey, as Chromium's own virtual authenticator plays one: real keys, real signatures.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './demo.mjs';

/** Puts a device into somebody's window; it knows its person, who always agrees. */
export async function givesDevice(somebody) {
  const devices = await somebody.page.context().newCDPSession(somebody.page);
  await devices.send('WebAuthn.enable');
  const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  /** Whether the device goes on knowing who holds it. */
  return (isUserVerified) => devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
}

/** What `countersign signing verify` says of a proof, without a server or a key. */
export function verifies(proof) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-proof-'));
  try {
    const path = join(folder, 'proof.json');
    writeFileSync(path, JSON.stringify(proof));
    return JSON.parse(execFileSync(join(root, 'bin/countersign'), ['signing', 'verify', '--json', '--proof', path]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
