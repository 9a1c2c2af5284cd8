// Answering, and taking back. Invitations leave at once here.

import assert from 'node:assert/strict';
import { arrive, card, lacks, reads } from '../lib/acts.mjs';
import { call, invite, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '0s' } } } };

const pair = async (site, words) => [await join(site, `Ana ${words}`), await join(site, `Ryan ${words}`)];
const state = async (site, member, id) => (await call(site, member, 'GET', `/invitations/${id}`)).state;

/** A day some three hundred days away. */
const nextYear = () => new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);

export const tests = [
  {
    name: 'Ignore is silent and undone in place; the archive keeps it; I don’t know comes second; report stands apart (R10.6 R10.7)',
    async run({ site, view, visit }) {
      const [ana, ryan] = await pair(site, `Silent${view}`);
      const { id } = await invite(site, ana, ryan);
      const device = await arrive(visit, ryan);
      const { page } = device;
      await page.goto('/network');
      await lacks(page.getByRole('main'), 'I don’t know');
      await card(page, ana).getByRole('button', { name: /^Ignore/ }).click();
      await page.getByText('is not told').first().waitFor();
      await device.fits();
      await device.shot('ignored');
      await page.getByRole('button', { name: /^Undo/ }).click();
      await card(page, ana).getByRole('button', { name: /^Accept/ }).waitFor();
      assert.equal(await state(site, ryan, id), 'pending');

      await card(page, ana).getByRole('button', { name: /^Ignore/ }).click();
      await page.getByText('is not told').first().waitFor();
      await page.goto('/network/archive');
      await page.getByRole('button', { name: /^Take out/ }).click();
      await page.getByText('is back among those you received').waitFor();

      await page.goto('/network');
      await card(page, ana).getByRole('button', { name: /^Ignore/ }).click();
      await page.getByRole('button', { name: `I don’t know ${ana.name}` }).click();
      await page.getByText(`${ana.name} cannot invite you again, and is not told.`).waitFor();
      assert.equal(await state(site, ryan, id), 'marked');
      await page.getByRole('button', { name: /^Undo/ }).click();
      await page.getByText('It is in the archive').waitFor();
      assert.equal(await state(site, ryan, id), 'ignored');
    },
  },
  {
    name: 'Ask first: a question with one touch, an answer that becomes part of it, and no yes (F5 R10.9)',
    async run({ site, view, visit }) {
      const [ana, ryan] = await pair(site, `Asked${view}`);
      const { id } = await invite(site, ana, ryan, { note: 'We met at the harbour.' });
      const his = await arrive(visit, ryan);
      await his.goto('/network');
      await card(his.page, ana).getByRole('button', { name: /^More/ }).click();
      await card(his.page, ana).getByRole('link', { name: /^Ask/ }).click();
      const box = his.page.getByRole('dialog', { name: /first$/ });
      await box.getByLabel('What would you like to talk about?').check();
      await his.fits();
      await his.axe();
      await his.shot('ask-first');
      await box.getByRole('button', { name: 'Ask', exact: true }).click();
      await his.page.getByText(/^Asked\. You hear when/).waitFor();
      await reads(his.page.getByRole('article'), 'What would you like to talk about?', 'Not answered yet.', 'Accept');

      const hers = await arrive(visit, ana);
      await hers.goto('/notifications');
      await hers.page.getByRole('link', { name: 'Read and answer' }).click();
      const main = hers.page.getByRole('main');
      await reads(main, 'Ryan asked', 'What would you like to talk about?');
      hers.expects(/status of 422/);
      await hers.page.getByLabel('Your answer').fill(' ');
      await hers.page.getByLabel('Your answer').evaluate((field) => field.removeAttribute('required'));
      await hers.page.getByRole('button', { name: 'Answer', exact: true }).click();
      await hers.page.locator('#answer-error').waitFor();
      await hers.fits();
      await hers.axe();
      await hers.page.getByLabel('Your answer').fill('About the old crane.');
      await hers.shot('question-asked');
      await hers.page.getByRole('button', { name: 'Answer', exact: true }).click();
      await hers.page.getByText('It stands in the invitation now.').waitFor();
      await reads(main, 'About the old crane.');
      assert.equal(await state(site, ana, id), 'pending');

      await his.goto('/network');
      await reads(card(his.page, ana), 'What would you like to talk about?', 'About the old crane.');
      await his.shot('question-answered');
      await card(his.page, ana).getByRole('button', { name: /^Accept/ }).click();
      await his.page.getByText(`You and ${ana.name} are connected.`).waitFor();
    },
  },
  {
    name: 'After Ignore the first step is a question: remind me how we met (F4)',
    async run({ site, view, visit }) {
      const [ana, ryan] = await pair(site, `Ladder${view}`);
      const { id } = await invite(site, ana, ryan);
      const device = await arrive(visit, ryan);
      const { page } = device;
      await page.goto('/network');
      await card(page, ana).getByRole('button', { name: /^Ignore/ }).click();
      await page.getByText('is not told').first().waitFor();
      await device.fits();
      await device.shot('ladder');
      await page.getByRole('button', { name: /^Remind me how we met/ }).click();
      await page.getByText(/^Asked\. You hear when/).waitFor();
      assert.equal(await state(site, ryan, id), 'asked');
      assert.equal(await state(site, ana, id), 'asked');
    },
  },
  {
    name: 'Not now: set aside without a word, brought back, and told with a day (F6 R10.9)',
    async run({ site, view, visit }) {
      const [ana, ryan] = await pair(site, `Later${view}`);
      const { id } = await invite(site, ana, ryan);
      const his = await arrive(visit, ryan);
      const aside = async (fill) => {
        await his.goto('/network');
        await card(his.page, ana).getByRole('button', { name: /^More/ }).click();
        await card(his.page, ana).getByRole('link', { name: 'Not now, until a day' }).click();
        const box = his.page.getByRole('dialog', { name: 'Not now' });
        await fill(box);
        await box.getByRole('button', { name: 'Set aside' }).click();
      };
      await aside(async (box) => {
        await box.getByLabel('In three months').check();
        await his.fits();
        await his.axe();
        await his.shot('not-now');
      });
      await his.page.getByText(/^Set aside until .* They are not told\.$/).waitFor();
      await reads(his.page.getByRole('main'), 'No invitations at the moment');
      assert.equal(await state(site, ryan, id), 'snoozed');
      assert.equal(await state(site, ana, id), 'pending');
      await his.goto('/network/later');
      await reads(his.page.getByRole('main'), ana.name, 'Back on', 'they are not told');
      await his.fits();
      await his.axe();
      await his.shot('set-aside');
      await his.page.getByRole('button', { name: /^Bring back/ }).click();
      await his.page.getByText('is back among those you received').waitFor();

      await aside(async (box) => {
        await box.getByLabel('In half a year').check();
        // A day that is written counts more than what is chosen above it.
        await box.getByLabel('Or on a day').fill(nextYear());
        await box.getByLabel(/^Tell/).check();
      });
      await his.page.getByText(/They are told the day\.$/).waitFor();
      const hers = await arrive(visit, ana);
      await hers.goto('/notifications');
      await hers.page.getByRole('link', { name: 'Your invitation' }).click();
      const { not_now } = await call(site, ana, 'GET', `/invitations/${id}`);
      assert.equal(not_now.until, `${nextYear()}T00:00:00Z`);
      await reads(hers.page.getByRole('main'), 'please ask again after', 'nothing is held against you', 'Withdraw');
      await hers.fits();
      await hers.axe();
      await hers.shot('told-not-now');
    },
  },
  {
    name: 'Report asks what is wrong, in its own dialog, and tells nobody else (R10.7)',
    async run({ site, view, visit }) {
      const [ana, ryan] = await pair(site, `Report${view}`);
      const { id } = await invite(site, ana, ryan, { note: 'Buy now' });
      const device = await arrive(visit, ryan);
      const { page } = device;
      await page.goto('/network');
      await card(page, ana).getByRole('button', { name: /^More/ }).click();
      await card(page, ana).getByRole('link', { name: 'Report', exact: true }).click();
      const box = page.getByRole('dialog', { name: `Report ${ana.name}` });
      await box.getByLabel('What is wrong?').fill('This is advertising.');
      await device.fits();
      await box.getByRole('button', { name: 'Report', exact: true }).click();
      await page.getByText(`Reported. A moderator reads it; ${ana.name} is not told.`).waitFor();
      assert.equal(await state(site, ryan, id), 'reported');
      assert.equal(await state(site, ana, id), 'pending');
    },
  },
  {
    name: 'Withdraw from Sent, one and by selection, where it may; what was opened, answered or is over reads the same (R8.1 R8.2 R8.4 R8.5)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana Sent${view}`);
      const others = [];
      for (const name of ['One', 'Two', 'Three', 'Opened', 'Ignoring']) others.push(await join(site, `${name} Sent${view}`));
      const ids = [];
      for (const other of others) ids.push((await invite(site, ana, other)).id);
      await call(site, others[3], 'PUT', `/invitations/${ids[3]}/view`);
      await call(site, others[4], 'PUT', `/invitations/${ids[4]}/view`);
      await call(site, others[4], 'PUT', `/invitations/${ids[4]}/dismissal`);

      const device = await arrive(visit, ana);
      const { page } = device;
      await page.goto('/network/sent');
      const row = (index) => page.getByRole('listitem').filter({ hasText: others[index].name });
      await device.fits();
      await device.shot('sent', { fullPage: true });
      const [opened, ignored] = await Promise.all([3, 4].map((index) => row(index).locator('.person-actions').innerText()));
      assert.equal(opened, ignored, 'opened and ignored are one text');
      assert.match(opened, /Can no longer be withdrawn/);
      assert.equal(await row(3).getByRole('button').count() + (await row(3).getByRole('checkbox').count()), 0);

      await row(0).getByRole('button', { name: /^Withdraw/ }).click();
      await row(0).getByText('Withdrawn. It still counts.').waitFor();
      for (const index of [1, 2]) await row(index).getByRole('checkbox').check();
      await page.getByRole('button', { name: /^Withdraw those chosen/ }).click();
      await page.getByText('2 withdrawn. They still count.').waitFor();
      assert.deepEqual(await Promise.all(ids.map((id) => state(site, ana, id))), ['withdrawn', 'withdrawn', 'withdrawn', 'pending', 'pending']);

      await page.goto(`/invitations/${ids[3]}`);
      await reads(page.getByRole('main'), 'Can no longer be withdrawn');
      assert.equal(await page.getByRole('button', { name: 'Withdraw' }).count(), 0);
    },
  },
  {
    name: 'A page left open says that the invitation is no longer available (R8.3 R11.8)',
    async run({ site, view, visit }) {
      const [ana, ryan] = await pair(site, `Gone${view}`);
      const { id } = await invite(site, ana, ryan);
      const device = await arrive(visit, ryan);
      const { page } = device;
      await page.goto('/network');
      await call(site, ana, 'PUT', `/invitations/${id}/withdrawal`);
      device.expects(/status of (404|409)/);
      await card(page, ana).getByRole('button', { name: /^Accept/ }).click();
      await page.getByText('no longer available').waitFor();
      await device.shot('no-longer-available');
      await page.goto('/network');
      assert.equal(await card(page, ana).count(), 0, 'gone from the list');
      await page.goto('/notifications');
      await lacks(page.getByRole('main'), ana.name);
    },
  },
  {
    name: 'Looking changes nothing: only opening by hand is viewing, and a GET never is (R8.4 R11.10)',
    async run({ site, view, visit }) {
      const [ana, ryan] = await pair(site, `Look${view}`);
      const { id } = await invite(site, ana, ryan, { note: 'We met at the quay.' });
      const { page } = await arrive(visit, ryan);
      for (const path of ['/', '/network', `/invitations/${id}`, '/notifications', `/in/${ana.handle}`, `/invitations/${id}/report`]) {
        await page.goto(path);
      }
      const mayWithdraw = async () => (await call(site, ana, 'GET', `/invitations/${id}`)).can.withdraw;
      assert.equal(await mayWithdraw(), true, 'six pages looked at, nothing viewed');
      await page.goto('/network');
      await card(page, ana).getByRole('button', { name: /^Read in full/ }).click();
      await page.getByRole('heading', { name: 'What you share' }).waitFor();
      assert.equal(await mayWithdraw(), false);
    },
  },
  {
    name: 'Who was invited answers from the profile, with Respond for Connect (R1.1 R10.1)',
    views: ['desktop'],
    async run({ site, visit }) {
      const [ana, ryan] = await pair(site, 'Cross');
      await invite(site, ana, ryan);
      const { page } = await arrive(visit, ryan);
      await page.goto(`/in/${ana.handle}`);
      assert.equal(await page.getByRole('link', { name: 'Connect', exact: true }).count(), 0);
      await page.getByRole('link', { name: 'Respond' }).click();
      await page.getByRole('button', { name: /^Accept/ }).click();
      await page.getByText('are connected').waitFor();
      await page.goto(`/in/${ana.handle}`);
      await page.getByRole('main').getByRole('link', { name: 'Message' }).waitFor();
    },
  },
];
