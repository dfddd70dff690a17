// The real program, playing its story in a folder of its own; afterwards it serves.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = new URL('../../', import.meta.url).pathname;

/** Starts `bin/countersign demo` and gives its address and people once it says that it is ready. */
export async function startDemo() {
  const data = mkdtempSync(join(tmpdir(), 'countersign-browser-'));
  const began = performance.now();
  const address = `127.0.0.1:${await freePort()}`;
  const program = spawn(join(root, 'bin/countersign'), ['demo', '--data', data, '--addr', address], { env: plain() });
  const ended = new Promise((resolve) => program.once('close', resolve));
  const url = await ready(program);
  const seconds = (performance.now() - began) / 1000;
  const stop = async () => {
    program.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true });
  };
  return { url, seconds, stop, people: peopleOf(join(data, 'people.txt')) };
}

/** The surroundings without settings of the program; those of the tests are none it knows. */
function plain() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('COUNTERSIGN_')));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const taken = createServer();
    taken.once('error', reject);
    taken.listen(0, '127.0.0.1', () => {
      const { port } = taken.address();
      taken.close(() => resolve(port));
    });
  });
}

/** The address that the program tells to sign in at. */
function ready(program) {
  return new Promise((resolve, reject) => {
    let told = '';
    const listen = (chunk) => {
      told += chunk;
      const at = told.match(/Sign in at (\S+)\/sign-in/);
      if (at) resolve(at[1]);
    };
    program.stdout.on('data', listen);
    program.stderr.on('data', listen);
    program.once('error', reject);
    program.once('close', (code) => reject(new Error(`The demo ended with ${code} before it was ready:\n${told}`)));
  });
}

/** Everybody who can sign in, by id, as the demo wrote them down. */
function peopleOf(path) {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [id, email, password, seed] = line.split('\t');
      return [id, { id, email, password, seed }];
    }),
  );
}
