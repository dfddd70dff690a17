// The page as people work with it: the real program, its demo, one headless Chromium.
// The parts are told in order, each on what the ones before left behind.
import { after, before, describe } from 'node:test';
import * as audit from './audit.mjs';
import * as awaited from './awaited.mjs';
import * as broken from './broken.mjs';
import * as byhand from './byhand.mjs';
import * as deliveries from './deliveries.mjs';
import * as ending from './ending.mjs';
import * as exceptions from './exceptions.mjs';
import * as foureyes from './foureyes.mjs';
import * as german from './german.mjs';
import * as labels from './labels.mjs';
import * as matrix from './matrix.mjs';
import * as me from './me.mjs';
import * as menus from './menus.mjs';
import * as payments from './payments.mjs';
import * as running from './running.mjs';
import * as several from './several.mjs';
import * as signin from './signin.mjs';
import * as signing from './signing.mjs';
import { demo } from './stage.mjs';
import * as staging from './staging.mjs';
import * as weight from './weight.mjs';
import * as worklist from './worklist.mjs';

before(demo.opens, { timeout: 120_000 });
after(demo.closes);

describe('signing in', signin.tests);
describe('the first view', weight.tests);
describe('a change under four eyes', foureyes.tests);
describe('a package that is signed', signing.tests);
describe('menus and forms of payments', menus.tests);
describe('packages from files, held ones, and who may sign together', payments.tests);
describe('the exclusion matrix', matrix.tests);
describe('the work-list', worklist.tests);
describe('labels', labels.tests);
describe('exceptions', exceptions.tests);
describe('several changes at once', several.tests);
describe('a German reader', german.tests);
describe('the audit log', audit.tests);
describe('matches by hand', byhand.tests);
describe('matches of a run that are broken apart', broken.tests);
describe('staging copies', staging.tests); // on the demo's own run
describe('a run that is under way', running.tests);
describe('files that are awaited', awaited.tests);
describe('deliveries and what banks answer', deliveries.tests);
describe('one’s own second factor', me.tests);
describe('the end of a session', ending.tests);
describe('all the while', weight.afterwards);
