import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitsAPhone, isAccessible, isAccessibleInBothLooks } from './accessible.mjs';
import { signedIn } from './stage.mjs';

export function tests() {
  it('tells an auditor in words what is kept in different hands, and who breaks it', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.goes('/');
    await ruth.page
      .getByRole('navigation', { name: 'Areas' })
      .getByRole('link', { name: 'Duties and violations' })
      .click();
    await ruth.arrives();
    const { items } = (await ruth.asks('GET', '/api/v1/duty_rule')).body;
    assert.ok(items.length > 0);
    for (const { name } of items) await ruth.page.getByRole('heading', { name, exact: true }).waitFor();
    await ruth.sees('Nobody holds both:');
    await ruth.sees('Different people do:');
    const { total } = (await ruth.asks('GET', '/api/v1/duty/violations')).body;
    await ruth.sees(total === 1 ? '1 violation' : `${total} violations`);
    assert.equal(await ruth.page.getByRole('link', { name: 'New duty rule' }).count(), 0);
    await isAccessibleInBothLooks(ruth.page, 'duties');
    await fitsAPhone(ruth.page, 'duties');
  });

  it('shows the security administrator who would break a rule before it is in force', async () => {
    const tomas = await signedIn('tomas.reiter');
    const rule = { name: 'Who names members does not name reviewers' };
    await tomas.goes('/duties');
    await tomas.follows('New duty rule');
    await tomas.page.getByLabel('What one person does').check();
    await tomas.sees('What different people do');
    await tomas.page.getByLabel('Where one person belongs').check();
    await tomas.page.getByRole('combobox', { name: 'One side: Unit' }).waitFor();
    await tomas.page.getByLabel('What one person holds').check();
    await tomas.fills('Name', rule.name);
    for (const permission of ['member.insert', 'access_review.start']) await kept(tomas.page, permission);
    await tomas.sees('1 of the 2 chosen, and no more.');
    const [unit] = (await tomas.asks('GET', '/api/v1/unit?sort=name')).body.items;
    await tomas.page.getByRole('combobox', { name: 'Only in one unit' }).fill(unit.name);
    await tomas.page.getByRole('option', { name: unit.name, exact: true }).click();
    await isAccessibleInBothLooks(tomas.page, 'a new duty rule');
    await fitsAPhone(tomas.page, 'a new duty rule');
    await tomas.page.getByLabel('is let through and listed').check();
    await tomas.page.getByLabel('Enabled').uncheck();
    await tomas.presses('See what happens');
    const would = tomas.page
      .locator('section')
      .filter({ has: tomas.page.getByRole('heading', { name: 'Who would break it' }) });
    await would.last().getByText('Tomas Reiter').first().waitFor();
    await tomas.presses('Apply now');
    await tomas.sees('Done.');
    const made = (await tomas.asks('GET', `/api/v1/duty_rule?filter=${encodeURIComponent(`name=${rule.name}`)}`)).body
      .items;
    assert.deepEqual(
      made.map(({ kind, mode, enabled, permissions, too_many: many, unit: only }) => ({
        kind,
        mode,
        enabled,
        permissions,
        many,
        only,
      })),
      [
        {
          kind: 'static',
          mode: 'report',
          enabled: false,
          permissions: ['member.insert', 'access_review.start'],
          many: 2,
          only: unit.id,
        },
      ],
    );
    await tomas.goes('/duties');
    const card = tomas.page.getByRole('listitem').filter({ has: tomas.page.getByRole('heading', { name: rule.name }) });
    await card.getByText('Not in force').waitFor();
    await card.getByText('Only what holds in').getByRole('link', { name: unit.name, exact: true }).waitFor();
    await card.getByRole('button', { name: 'See who would break it' }).click();
    await card.getByText('Tomas Reiter').first().waitFor();
    await card
      .getByText(/^Held by \d+ paths$/)
      .first()
      .click();
    await card.getByText('Permission').first().waitFor();
    await isAccessible(tomas.page, 'who would break a rule');
  });

  it('tells by which grants somebody holds a role of a rule in all but its name', async () => {
    const tomas = await signedIn('tomas.reiter');
    const rule = {
      name: 'Who exports does not explain',
      kind: 'static',
      mode: 'report',
      enabled: false,
      roles: ['process-configuration-exporter', 'global-permission-viewer'],
    };
    const { status, body } = await tomas.asks('PUT', '/api/v1/duty_rule/exports', rule, { 'If-None-Match': '*' });
    assert.equal(status, 201, JSON.stringify(body));
    await tomas.goes('/duties');
    const card = tomas.page.getByRole('listitem').filter({ has: tomas.page.getByRole('heading', { name: rule.name }) });
    await card.getByRole('button', { name: 'See who would break it' }).click();
    await card
      .getByText(/^Held by \d+ paths$/)
      .first()
      .click();
    const like = card.getByText('Counts toward the role').first();
    await like.waitFor();
    assert.match(await like.textContent(), /process-configuration-exporter: .*export/i);
    await isAccessible(tomas.page, 'a role under another name');
  });

  it('asks the security administrator in words which actions need a ticket, and tries a number', async () => {
    const tomas = await signedIn('tomas.reiter');
    const tickets = tomas.page.getByRole('group', { name: 'Actions that need a ticket' });
    // Nobody has written the policy yet, which the server says by a refusal.
    await tomas.isRefused(async () => {
      await tomas.goes('/access_policy/access/do/set');
      await tickets.waitFor();
    });
    const offered = tickets.getByRole('button');
    const usual = await offered.count();
    assert.ok(usual > 3, `${usual} usual actions are offered.`);
    await offered.first().click();
    await tickets.getByLabel('Action 1').waitFor();
    await tomas.presses('like OPS-142');
    await tomas.sees('OPS-142 would be taken.');
    await tomas.page.getByLabel('Try a number').fill('my ticket');
    await tomas.sees('my ticket would be refused.');
    await isAccessibleInBothLooks(tomas.page, 'the ticket rules');
    await fitsAPhone(tomas.page, 'the ticket rules');
    await tomas.presses('See what happens');
    await tomas.page.getByRole('region', { name: 'See what happens' }).getByText('OPS-').first().waitFor();
  });

  it('lets somebody name a deputy by address, who sees for whom, and gives it back', async () => {
    const karin = await signedIn('karin.auer');
    const petra = await signedIn('petra.lang');
    await karin.goes('/deputies');
    await karin.sees('Nobody is your deputy.');
    await karin.page.getByLabel('Who (e-mail address)').fill(petra.email);
    await karin.fills('Why, such as a leave', 'A week of leave');
    await karin.sees(/may decide in your place/);
    await karin.presses('Name the deputy');
    await karin.sees('It is set.');
    await karin.page.getByRole('region', { name: 'My deputies' }).getByText('Petra Lang').waitFor();
    await isAccessible(karin.page, 'deputies');
    await fitsAPhone(karin.page, 'deputies');
    await petra.goes('/deputies');
    await petra.page.getByRole('banner').getByText('Deputy of Karin Auer').waitFor();
    await petra.presses('Give back to Karin Auer');
    await petra.sees('You are nobody’s deputy.');
    await petra.page.getByRole('banner').getByText('Deputy of Karin Auer').waitFor({ state: 'detached' });
  });

  it('begins a review, which says before what it would look at and who reviews', async () => {
    const tomas = await signedIn('tomas.reiter');
    await tomas.goes('/reviews');
    assert.equal((await tomas.doors()).filter((door) => door === 'Access reviews').length, 1);
    await tomas.follows('Begin a review');
    await tomas.fills('What it is called', 'Signatories of December');
    await tomas.presses('See what happens');
    await tomas.sees(/^Grants to look at: \d+\. Memberships: \d+\.$/);
    await isAccessible(tomas.page, 'beginning a review');
    await tomas.presses('Apply now');
    await tomas.sees('Done.');
    await tomas.goes('/');
    const line = tomas.page.getByRole('listitem').filter({ hasText: 'Signatories of December' });
    await line.getByRole('link', { name: 'Review' }).click();
    await tomas.page.waitForURL('**/reviews');
  });

  it('lets a reviewer confirm several at once and revoke with a reason, each judged by itself', async () => {
    const tomas = await signedIn('tomas.reiter');
    await tomas.goes('/reviews');
    const list = tomas.page.getByRole('list', { name: 'Signatories of December' }).first();
    const mine = async () => (await tomas.asks('GET', '/api/v1/me/review')).body.items;
    const before = await mine();
    assert.ok(before.length > 3);
    assert.ok(!before.some(({ user }) => user === tomas.id), 'Nobody reviews their own access.');
    for (const n of [0, 1]) await list.getByRole('checkbox').nth(n).check();
    await isAccessibleInBothLooks(tomas.page, 'items of a review');
    await fitsAPhone(tomas.page, 'items of a review');
    await tomas.presses('Confirm 2');
    const became = tomas.page.getByRole('list', { name: 'What you decided' });
    await became.getByText('Confirmed', { exact: true }).nth(1).waitFor();
    await list.getByRole('checkbox').first().check();
    await tomas.presses('Revoke 1');
    await tomas.fills('Why?', 'Not needed any more');
    await tomas.presses('Revoke 1 for this reason');
    await became.getByText(/^(Revoked|Held)$/).waitFor();
    const after = await mine();
    assert.ok(after.length < before.length - 1, `${after.length} of ${before.length} are open.`);
    await tomas.page.getByRole('link', { name: 'Signatories of December' }).click();
    await tomas.page.getByRole('heading', { level: 1, name: 'Signatories of December' }).waitFor();
    await tomas.sees(/^\d+ of \d+ decided$/);
    await isAccessible(tomas.page, 'a review');
  });

  it('shows an auditor where access seems to be of no use any more', async () => {
    const ruth = await signedIn('ruth.adler');
    await ruth.goes('/stale');
    await ruth.presses('Look');
    await ruth.page.getByRole('region', { name: 'Grants not used' }).waitFor();
    await ruth.page.getByRole('region', { name: 'Groups without members' }).getByRole('listitem').first().waitFor();
    await isAccessible(ruth.page, 'stale access');
    await fitsAPhone(ruth.page, 'stale access');
  });

  it('tells a German reader every way of a collusion in German', async () => {
    const tomas = await signedIn('tomas.reiter');
    await tomas.page.evaluate(() => localStorage.setItem('countersign.language', 'de'));
    for (const outcome of ['payment_to_new_beneficiary', 'four_eyes_rule_off']) {
      await tomas.page.goto(`/access/collusion?outcome=${outcome}`);
      await tomas.page.getByRole('article').first().waitFor({ timeout: 60_000 });
      const english = await tomas.page.getByRole('main').locator('[lang="en"]').allInnerTexts();
      assert.deepEqual(english, [], outcome);
    }
    await tomas.page.evaluate(() => localStorage.removeItem('countersign.language'));
  });
}

/** Chooses a permission in the form of a duty rule by what it is called. */
async function kept(page, permission) {
  const field = page.getByLabel('Permissions kept apart').first();
  const [record, act] = permission.split('.').map((part) => part.replaceAll('_', ' '));
  await field.click();
  await field.fill(`${record}: ${act}`);
  await page.getByRole('option', { name: new RegExp(`^${record}: ${act}$`, 'i') }).click();
  await field.press('Escape');
}
