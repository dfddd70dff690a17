// The page's own development packages; this folder has none of its own.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../web/package.json', import.meta.url));

export const { chromium } = require('playwright-core');
export const axe = require('axe-core');
