// Who may do what, as the people who answer for it use the page; told as work.test.mjs is.
import { after, before, describe } from 'node:test';
import * as access from './access.mjs';
import * as governance from './governance.mjs';
import * as home from './home.mjs';
import * as local from './local.mjs';
import * as named from './named.mjs';
import * as people from './people.mjs';
import * as reference from './reference.mjs';
import * as roles from './roles.mjs';
import * as rules from './rules.mjs';
import * as screens from './screens.mjs';
import * as sight from './sight.mjs';
import { demo } from './stage.mjs';
import * as weight from './weight.mjs';

before(demo.opens, { timeout: 120_000 });
after(demo.closes);

describe('reference tables', reference.tests);
describe('home', home.tests);
describe('duties, deputies and reviews', governance.tests);
describe('questions about access', access.tests);
describe('roles and permissions', roles.tests);
describe('four-eyes rules', rules.tests);
describe('users and groups', people.tests);
describe('what each person sees', sight.tests);
describe('who administers a part', local.tests);
describe('processes by name', named.tests);
describe('every screen', screens.tests);
describe('all the while', weight.afterwards);
