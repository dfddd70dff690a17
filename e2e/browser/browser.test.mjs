// The page as people use it: the real program, its demo, one headless Chromium.
// The parts are told in order, each on what the ones before left behind.
import { after, before, describe } from 'node:test';
import * as access from './access.mjs';
import * as audit from './audit.mjs';
import * as ending from './ending.mjs';
import * as exceptions from './exceptions.mjs';
import * as foureyes from './foureyes.mjs';
import * as german from './german.mjs';
import * as home from './home.mjs';
import * as me from './me.mjs';
import * as menus from './menus.mjs';
import * as payments from './payments.mjs';
import * as people from './people.mjs';
import * as roles from './roles.mjs';
import * as rules from './rules.mjs';
import * as screens from './screens.mjs';
import * as sight from './sight.mjs';
import * as signin from './signin.mjs';
import * as signing from './signing.mjs';
import { demo } from './stage.mjs';
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
describe('the work-list', worklist.tests);
describe('exceptions', exceptions.tests);
describe('home', home.tests);
describe('a German reader', german.tests);
describe('the audit log', audit.tests);
describe('questions about access', access.tests);
describe('roles and permissions', roles.tests);
describe('four-eyes rules', rules.tests);
describe('users and groups', people.tests);
describe('what each person sees', sight.tests);
describe('every screen', screens.tests);
describe('one’s own second factor', me.tests);
describe('the end of a session', ending.tests);
describe('all the while', weight.afterwards);
