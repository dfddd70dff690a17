// Moves the build into internal/ui/dist, each file beside its compressed forms,
// and refuses a first view that is heavier than what was promised.
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const budget = 300_000; // bytes, gzipped: what a browser fetches until home stands
const from = 'build';
const to = '../internal/ui/dist';
const placeholder = '.gitignore';

const manifest = JSON.parse(readFileSync(join(from, '.vite/manifest.json'), 'utf8'));
rmSync(join(from, '.vite'), { recursive: true });
for (const name of readdirSync(to)) {
  if (name !== placeholder) rmSync(join(to, name), { recursive: true });
}

const compressed = new Map();
for (const name of readdirSync(from, { recursive: true })) {
  if (!statSync(join(from, name)).isFile()) continue;
  const bytes = readFileSync(join(from, name));
  const gzip = gzipSync(bytes, { level: 9 });
  compressed.set(name, gzip.length);
  cpSync(join(from, name), join(to, name));
  // index.html gets a nonce with every answer, so it cannot lie there compressed.
  if (name === 'index.html') continue;
  writeFileSync(join(to, `${name}.gz`), gzip);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(join(to, `${name}.br`), brotliCompressSync(bytes, { params }));
}

const firstView = new Set(['index.html', 'favicon.svg', 'scheme.js']);
const fetched = (key) => {
  const chunk = manifest[key];
  if (firstView.has(chunk.file)) return;
  firstView.add(chunk.file);
  for (const css of chunk.css ?? []) firstView.add(css);
  for (const next of chunk.imports ?? []) fetched(next);
};
fetched('index.html');
fetched('src/screens/home/Home.tsx');

const total = [...firstView].reduce((sum, name) => sum + compressed.get(name), 0);
console.log(
  `first view: ${total.toLocaleString('en')} bytes gzipped in ${firstView.size} files, ${budget.toLocaleString('en')} allowed`,
);
if (total > budget) {
  for (const name of firstView) console.error(`  ${compressed.get(name)}  ${name}`);
  process.exit(1);
}
