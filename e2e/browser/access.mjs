import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessibleInBothLooks } from './accessible.mjs';
import { picture } from './pictures.mjs';
import { agreed, signedIn } from './stage.mjs';

export function tests() {
  it('tells an auditor why somebody may do something, as a path, with pickers and an address that can be sent', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.goes('/');
    await ruth.page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: 'Access explorer' }).click();
    await ruth.sees('Nothing is asked yet');
    await picks(ruth, 'Can', 'Éva Kiss');
    await picks(ruth, 'do', 'Bank instruction: insert');
    await ruth.page.getByLabel('on', { exact: true }).selectOption({ label: 'Unit' });
    await picks(ruth, 'which', 'Group Treasury');
    await ruth.presses('Ask');
    await ruth.sees(/^By (one path|\d+ paths)$/);
    // Names come a moment after the path itself.
    await ruth.page.getByRole('link', { name: 'Bank Instructions Clerks' }).first().waitFor();
    const path = await steps(ruth);
    await picture(ruth.page, 'access');
    assert.deepEqual(
      path.filter((step) => /^(Person|Group|Role|Permission|Scope)/.test(step)).map((step) => step.split(/[\s·]/)[0]),
      ['Person', 'Group', 'Role', 'Permission', 'Scope'],
    );
    assert.match(path[0], /Éva Kiss/);
    const sent = new URL(ruth.page.url());
    assert.equal(sent.searchParams.get('user'), 'eva.kiss');
    await ruth.goes(sent.pathname + sent.search);
    await ruth.page.getByRole('link', { name: 'Bank Instructions Clerks' }).first().waitFor();
    assert.deepEqual(await steps(ruth), path);
    await isAccessibleInBothLooks(ruth.page, 'a path of access');
    await fitsAPhone(ruth.page, 'a path of access');
  });

  it('tells what is missing where somebody may not, which roles would give it and who could', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.goes('/access?ask=can&user=mia.gruber&permission=bank_instruction.insert');
    await ruth.sees('What is missing');
    await ruth.sees('Roles that would give it');
    const givers = ruth.page.getByRole('heading', { name: 'Whom to ask' }).locator('..');
    await givers.getByRole('listitem').first().waitFor();
    const { ask } = (await ruth.asks('GET', '/api/v1/access/why?user=mia.gruber&permission=bank_instruction.insert'))
      .body;
    assert.ok(ask.people.length > 0);
    assert.deepEqual(
      (await givers.getByRole('listitem').allInnerTexts()).slice(0, ask.people.length),
      ask.people.map(({ name }) => name),
    );
    assert.equal(await givers.getByRole('link', { name: 'Everybody who may grant there' }).count(), ask.others ? 1 : 0);
    await isAccessibleInBothLooks(ruth.page, 'what is missing');
  });

  it('answers as of a time at which somebody was not there yet', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.goes('/access?ask=can&user=eva.kiss&permission=bank_instruction.insert&as_of=2020-01-01T00%3A00%3A00Z');
    await ruth.sees('There is no such user.');
  });

  it('lists who can, each with the paths, and everything that one can do', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.goes('/access?ask=who&permission=bank_instruction.insert&table=unit&id=treasury');
    const list = ruth.page.getByRole('list', { name: 'Who can do it?' });
    await list.waitFor();
    const { total } = (
      await ruth.asks('GET', '/api/v1/access/who?permission=bank_instruction.insert&table=unit&id=treasury')
    ).body;
    assert.ok(total > 0);
    assert.equal(await list.locator(':scope > li').count(), total);
    await isAccessibleInBothLooks(ruth.page, 'who can');
    await ruth.goes('/access?ask=what&user=eva.kiss');
    const grant = ruth.page.getByRole('group').filter({ hasText: 'Bank instruction: insert' }).first();
    await grant.locator('summary').click();
    await grant.getByRole('link', { name: 'Bank instruction: insert' }).click();
    await ruth.page.waitForURL('**/access?ask=can&user=eva.kiss&permission=bank_instruction.insert');
    await ruth.sees('This grant reaches elsewhere, not there.');
  });

  it('lets everybody ask about themselves, and says who may ask about others', async () => {
    const mia = await signedIn('mia.gruber');
    await mia.goes('/access?ask=what&user=mia.gruber');
    await mia.sees(/You may ask about yourself/);
    await mia.sees(/^\d+ permissions by \d+ grants$/);
    await mia.isRefused(async () => {
      await mia.goes('/access?ask=what&user=eva.kiss');
      await mia.sees('You may not see this');
      await mia.goes('/access/collusion');
      await mia.sees(/access\.why/);
    });
    await isAccessibleInBothLooks(mia.page, 'collusion, refused');
  });

  it('draws for an auditor who could bring an outcome about together, and names the missing rule', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.goes('/access/collusion');
    await ruth.page.getByLabel('Outcome').selectOption({ label: 'A payment to a new beneficiary leaves the bank' });
    await ruth.presses('Ask');
    const set = ruth.page.getByRole('article').first();
    await set.waitFor({ timeout: 60_000 });
    const query = new URL(ruth.page.url()).search;
    const { cases } = (await ruth.asks('GET', `/api/v1/access/collusion${query}`)).body;
    const [group] = cases.find(({ groups }) => groups.length > 0).groups;
    for (const { example } of group.members) await set.getByText(example.name, { exact: true }).first().waitFor();
    await set.getByRole('heading', { name: 'The missing rule' }).waitFor();
    assert.equal(await set.locator('li[data-code]').count(), group.gaps.length);
    await isAccessibleInBothLooks(ruth.page, 'collusion');
    await fitsAPhone(ruth.page, 'collusion');
  });

  it('tells of a deputy for whom they agree, and what is not counted', async () => {
    const tomas = await signedIn('tomas.reiter');
    const until_at = new Date(Date.now() + 500 * 86_400_000).toISOString();
    const { records } = await tomas.does('/api/v1/me/deputy', { deputy: 'mia.gruber', until_at });
    const ruth = await signedIn('ruth.adler');
    await ruth.goes('/access/collusion?outcome=four_eyes_rule_off');
    const set = ruth.page.getByRole('article').filter({ hasText: 'as deputy of Tomas Reiter agrees to' }).first();
    await set.getByText('Mia Gruber', { exact: true }).first().waitFor();
    await set.getByText('By one path').last().click();
    await set.getByRole('link', { name: 'Tomas Reiter' }).waitFor();
    const beyond = ruth.page.getByRole('region', { name: 'What is not counted here' });
    const told = (await ruth.asks('GET', '/api/v1/access/collusion?outcome=four_eyes_rule_off')).body.beyond;
    assert.ok(told.length > 3, JSON.stringify(told));
    assert.equal(await beyond.getByRole('listitem').count(), told.length);
    await isAccessibleInBothLooks(ruth.page, 'a set with a deputy');
    await fitsAPhone(ruth.page, 'a set with a deputy');
    assert.equal((await tomas.asks('POST', `/api/v1/me/deputy/${records[0].id}/end`)).status, 200);
  });

  it('marks a set of one person as an alarm', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.goes('/access/collusion?outcome=exception_force_closed');
    const { alarm } = (await ruth.asks('GET', '/api/v1/access/collusion?outcome=exception_force_closed')).body;
    assert.equal(alarm, true, 'The story has nobody who can close an exception alone.');
    await ruth.page.getByRole('alert').first().waitFor();
    await ruth.page.getByRole('article', { name: 'One person alone can' }).first().waitFor();
    await isAccessibleInBothLooks(ruth.page, 'an alarm');
  });

  it('shows who would gain what by a grant that is not there, and writes nothing', async () => {
    const ruth = await signedIn('ruth.adler');
    const count = async () => (await ruth.asks('GET', '/api/v1/grant?count=true&limit=1')).body.total;
    const before = await count();
    await ruth.goes('/access/simulate');
    await picks(ruth, 'User', 'Mia Gruber');
    await picks(ruth, 'Role', 'signatory');
    await ruth.presses('See what changes');
    await ruth.sees('One user gains or loses something');
    await ruth.page.getByRole('heading', { name: 'Gains' }).waitFor();
    await ruth.sees('Package: sign');
    assert.equal(await count(), before);
    await isAccessibleInBothLooks(ruth.page, 'what if');
    await fitsAPhone(ruth.page, 'what if');
  });

  it('shows what would be lost by the end of a membership', async () => {
    const ruth = await signedIn('ruth.adler');
    const { items } = (await ruth.asks('GET', '/api/v1/member?filter=user%3Deva.kiss&limit=1')).body;
    await ruth.goes(`/access/simulate?would=unmember&id=${items[0].id}`);
    await ruth.page.getByRole('heading', { name: 'Loses' }).waitFor();
    await ruth.follows('Open the record to end it');
    await ruth.page.waitForURL(`**/member/${items[0].id}`);
  });

  it('shows the memberships that end when somebody moves to another unit', async () => {
    const ruth = await signedIn('ruth.adler');
    const ask = async (path) => (await ruth.asks('GET', path)).body;
    const { unit } = await ask('/api/v1/user/eva.kiss');
    const groups = new Map(
      (await ask(`/api/v1/group?limit=500&filter=${encodeURIComponent(`unit=${unit}`)}`)).items.map((group) => [
        group.id,
        group.name,
      ]),
    );
    const { items } = await ask('/api/v1/member?limit=500&filter=user%3Deva.kiss');
    const ending = items.filter(({ group }) => groups.has(group));
    assert.ok(ending.length > 0, 'Éva is in no group of her own unit.');
    const other = (await ask('/api/v1/unit?limit=500')).items.find(({ id }) => id !== unit);
    await ruth.goes('/access/simulate?would=move');
    await picks(ruth, 'User', 'Éva Kiss');
    await picks(ruth, 'Unit', other.name);
    await ruth.presses('See what changes');
    const brought = ruth.page.getByRole('heading', { name: 'It brings along' }).locator('..');
    await brought.getByRole('listitem').first().waitFor();
    assert.equal(await brought.getByRole('listitem').count(), ending.length);
    for (const { group } of ending) await brought.getByRole('link', { name: groups.get(group), exact: true }).waitFor();
    assert.equal((await ask('/api/v1/user/eva.kiss')).unit, unit);
    await isAccessibleInBothLooks(ruth.page, 'what if somebody moved');
    await fitsAPhone(ruth.page, 'what if somebody moved');
  });

  it('shows what would be lost by who is suspended', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.goes('/access/simulate?would=suspend');
    await picks(ruth, 'User', 'Éva Kiss');
    await ruth.presses('See what changes');
    await ruth.page.getByRole('heading', { name: 'Loses' }).waitFor();
    await ruth.sees('One user gains or loses something');
    assert.equal((await ruth.asks('GET', '/api/v1/user/eva.kiss')).body.status, 'active');
    await ruth.follows('Open the record to do it');
    await ruth.page.waitForURL('**/user/eva.kiss');
  });

  it('leads the security administrator from what would be to the form that does it', async () => {
    const elif = await signedIn('elif.demir');
    await elif.goes('/access/simulate?user=mia.gruber&role=signatory');
    await elif.page.getByRole('heading', { name: 'Gains' }).waitFor();
    await elif.follows('Open the form to do it');
    await elif.page.waitForURL('**/new/grant?*');
    await elif.sees(/^The link filled in: /);
    assert.equal(await elif.page.getByRole('combobox', { name: 'User' }).inputValue(), 'Mia Gruber');
    assert.equal(await elif.page.getByRole('combobox', { name: 'Role' }).inputValue(), 'signatory');
    await elif.goes('/access/collusion?outcome=four_eyes_rule_off');
    const { smallest } = (await elif.asks('GET', '/api/v1/access/collusion?outcome=four_eyes_rule_off')).body;
    await elif.sees(`${smallest} people together can`);
    await elif.sees(/^Too few approvers for /);
  });

  it('answers a reviewer of one company about its people and records, and of nobody else', async () => {
    await agreed('/api/v1/grant/jan-reviews', {
      user: 'jan.hoffmann',
      role: 'access-reviewer',
      scope: 'unit',
      scope_record: 'HU01',
      reason: 'Reviews the access of the Hungarian company.',
    });
    const jan = await signedIn('jan.hoffmann');
    await jan.goes('/access');
    assert.equal(await jan.page.getByRole('link', { name: 'Collusion', exact: true }).count(), 0);
    await picks(jan, 'Can', 'Anna Kovács');
    await picks(jan, 'do', 'Invoice: view');
    await jan.page.getByLabel('on', { exact: true }).selectOption({ label: 'Unit' });
    await picks(jan, 'which', 'Halvorn Magyarország Kft.');
    await jan.presses('Ask');
    await jan.sees(/^By (one path|\d+ paths)$/);
    const limits = 'You may ask here, and are told nothing of elsewhere:';
    await jan.sees(limits);
    await isAccessibleInBothLooks(jan.page, 'an answer about one unit');
    await fitsAPhone(jan.page, 'an answer about one unit');
    await jan.goes('/access?ask=what&user=anna.kovacs');
    await jan.sees(limits);
    await jan.goes('/access?ask=who&permission=invoice.view&table=unit&id=HU01');
    await jan.sees(limits);
    const people = jan.page.getByRole('list', { name: 'Who can do it?' });
    const { items } = (await jan.asks('GET', '/api/v1/access/who?permission=invoice.view&table=unit&id=HU01')).body;
    const of = await Promise.all(items.map(({ user }) => jan.asks('GET', `/api/v1/user/${user}`)));
    assert.ok(of.length > 0 && of.every(({ body }) => body.unit === 'HU01'));
    assert.equal(await people.locator(':scope > li').count(), items.length);
    await jan.goes('/access/simulate');
    await picks(jan, 'User', 'Anna Kovács');
    await picks(jan, 'Role', 'signatory');
    await jan.presses('See what changes');
    await jan.sees('One user gains or loses something');
    await jan.sees(limits);
    await jan.isRefused(async () => {
      await jan.goes('/access?ask=what&user=mia.gruber');
      await jan.sees('This record does not exist, or you may not know of it.');
      await jan.goes('/access/collusion');
      await jan.sees(/access\.why/);
    });
  });

  it('asks and answers a German reader in German', async () => {
    const tomas = await signedIn('tomas.reiter');
    await tomas.goes('/');
    await tomas.page.evaluate(() => localStorage.setItem('countersign.language', 'de'));
    await tomas.page.goto('/access/collusion?outcome=exception_force_closed');
    await tomas.sees('Eine Person allein kann es');
    await tomas.sees('Die fehlende Regel');
    await fitsAPhone(tomas.page, 'an alarm in German');
    await tomas.page.goto('/access?ask=can&user=mia.gruber&permission=bank_instruction.insert');
    await tomas.sees('Rollen, die es geben würden');
    await fitsAPhone(tomas.page, 'what is missing, in German');
  });
}

/** Types into a picker and takes what is offered, by keyboard. */
async function picks(somebody, label, name) {
  const field = somebody.page.getByRole('combobox', { name: label, exact: true });
  await field.fill(name);
  await somebody.page.getByRole('option', { name, exact: true }).waitFor();
  await field.press('ArrowDown');
  await field.press('Enter');
}

/** The steps of the first path, in their order. */
async function steps(somebody) {
  const path = somebody.page.getByRole('main').locator('ol').first();
  await path.waitFor();
  return path.getByRole('listitem').allInnerTexts();
}
