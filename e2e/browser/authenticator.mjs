// A second factor as a phone keeps it: TOTP (RFC 6238), SHA-1, six digits, 30 seconds.
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const period = 30;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an authenticator shows, each code once: the next half minute's when this one's was given. */
export class Authenticator {
  #key;
  #given;

  /** `given` is the last half minute whose code was given before. */
  constructor(seed, given) {
    this.#key = bytesOf(seed);
    this.#given = given;
  }

  /** A code that was not given yet. The server allows one step of drift; beyond it one has to wait. */
  async code() {
    const step = Math.max(now(), this.#given + 1);
    while (now() + 1 < step) await sleep(200);
    this.#given = step;
    return codeOf(this.#key, step);
  }
}

/** The number of the present half minute. */
export const now = () => Math.floor(Date.now() / 1000 / period);

function codeOf(key, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const part = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(part % 1_000_000).padStart(6, '0');
}

function bytesOf(seed) {
  const bits = [...seed].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}
