import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// In development the page is served by Vite and the API by a running
// countersign; COUNTERSIGN_TOKEN is an API token that stands in for a session.
const api = process.env.COUNTERSIGN_URL ?? 'http://127.0.0.1:8080';
const token = process.env.COUNTERSIGN_TOKEN;
const upstream = {
  target: api,
  headers: token ? { authorization: `Bearer ${token}` } : undefined,
};

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  html: { cspNonce: 'countersign-nonce' },
  build: {
    outDir: 'build',
    manifest: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/sign-in', '/sign-out', '/docs', '/openapi.json'].map((path) => [path, upstream]),
    ),
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
