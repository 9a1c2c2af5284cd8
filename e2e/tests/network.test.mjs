// Around the main job: who stands how to whom, parting, standing, settings, groups, news as they happen.

import assert from 'node:assert/strict';
import { arrive, card, lacks, reads, signIn } from '../lib/acts.mjs';
import { call, connect, group, invite, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '0s' }, marks: { threshold: 1 } } } };

export const tests = [
  {
    name: 'A profile offers what fits: nothing to oneself, Connect, Pending, Respond, Message (R1.1 R2.4 R2.5 R3.2)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana${view} States`);
      const [open, pending, waiting, friend, mia] = await Promise.all(
        ['Open', 'Pending', 'Waiting', 'Friend', 'Mia'].map((name) => join(site, `${name}${view} States`)),
      );
      await group(site, `States ${view}`, [ana, open]);
      await invite(site, ana, pending);
      await invite(site, waiting, ana);
      await connect(site, ana, friend);
      await connect(site, ana, mia);
      await connect(site, open, mia);

      const device = await arrive(visit, ana);
      const main = device.page.getByRole('main');
      const has = async (handle, expected) => {
        await device.goto(`/in/${handle}`);
        const offers = {
          connect: (await main.getByRole('link', { name: 'Connect', exact: true }).count()) + (await main.getByRole('button', { name: 'Connect', exact: true }).count()),
          manage: await main.getByRole('link', { name: /^Manage/ }).count(),
          respond: await main.getByRole('link', { name: 'Respond' }).count(),
          message: await main.getByRole('link', { name: 'Message', exact: true }).count(),
        };
        const offered = Object.keys(offers).filter((offer) => offers[offer] > 0);
        assert.deepEqual(offered, expected, handle);
        if (expected.length > 0) {
          await main.getByRole('button', { name: 'More', exact: true }).click();
          await main.getByRole('link', { name: 'Block' }).waitFor();
          const customize = await main.getByRole('link', { name: 'Customize invite' }).count();
          assert.equal(customize > 0, expected[0] === 'connect', 'Customize invite is there while it can be used');
        }
        await device.fits();
      };
      await has(ana.handle, []);
      await has(pending.handle, ['manage']);
      await has(waiting.handle, ['respond']);
      await has(friend.handle, ['message']);
      await has(open.handle, ['connect']);

      const shared = main.getByRole('region', { name: 'Connections you share' });
      await reads(shared, '1', mia.name);
      await reads(main.getByRole('complementary', { name: 'What you share' }), `States ${view}`, mia.name);
    },
  },
  {
    name: 'Disconnect is asked once, silent and at once for both (R11.6)',
    async run({ site, view, visit }) {
      const [ana, ryan] = [await join(site, `Ana${view} Part`), await join(site, `Ryan${view} Part`)];
      await connect(site, ana, ryan);
      const { page } = await arrive(visit, ana);
      await page.goto('/network/connections');
      await page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('link', { name: 'Disconnect' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.goto('/network/connections');
      await lacks(page.getByRole('main'), ryan.name);
      const his = await arrive(visit, ryan);
      await his.goto('/network/connections');
      await lacks(his.page.getByRole('main'), ana.name);
      const before = (await call(site, ryan, 'GET', '/notifications')).items;
      assert.ok(before.every(({ kind }) => kind === 'invitation_received'), 'no word about it');
    },
  },
  {
    name: 'Block hides each from the other with 404, and cuts what was between them (R1.1 R11.7)',
    async run({ site, view, visit }) {
      const [ana, ryan] = [await join(site, `Ana${view} Wall`), await join(site, `Ryan${view} Wall`)];
      await invite(site, ana, ryan);
      const his = await arrive(visit, ryan);
      await his.goto(`/in/${ana.handle}`);
      await his.page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click();
      await his.page.getByRole('link', { name: 'Block' }).click();
      await his.page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
      await his.page.getByRole('dialog').waitFor({ state: 'hidden' });
      await his.goto('/network');
      assert.equal(await card(his.page, ana).count(), 0);
      for (const [me, other] of [[ana, ryan], [ryan, ana]]) {
        const device = await arrive(visit, me);
        device.expects(/status of 404/);
        const answer = await device.goto(`/in/${other.handle}`);
        assert.equal(answer.status(), 404);
        await lacks(device.page.getByRole('main'), /block/i, other.name);
      }
      await his.goto('/settings');
      await his.page.getByRole('button', { name: `Unblock ${ana.name}` }).click();
      await reads(his.page.locator('#blocks'), 'Nobody is blocked.');
    },
  },
  {
    name: 'Several marks close sending: why, since when, how it is lifted; an explicit tick lifts it (R6.3 R6.4 R6.5)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana${view} Marked`);
      const friend = await join(site, `Friend${view} Marked`);
      for (const name of ['One', 'Two']) {
        const other = await join(site, `${name}${view} Marked`);
        const { id } = await invite(site, ana, other);
        await call(site, other, 'PUT', `/invitations/${id}/dismissal`);
        await call(site, other, 'PUT', `/invitations/${id}/mark`);
      }
      const { id } = await invite(site, friend, ana);
      const device = await arrive(visit, ana);
      const { page } = device;
      await page.goto('/standing');
      const main = page.getByRole('main');
      await reads(main, 'You can send no invitations at present', 'Why.', 'Since when.', 'How it is lifted.');
      // Whom one invited stands in the movements; who marked is told by nothing.
      await lacks(page.getByRole('region', { name: 'You can send no invitations at present' }), 'One', 'Two');
      await device.fits();
      await device.axe();
      await device.shot('restricted', { fullPage: true });
      const stranger = await join(site, `Stranger${view} Marked`);
      const refused = await site.api('POST', '/invitations', { token: ana.token, body: { to: stranger.id } });
      assert.equal(refused.body.code, 'invitations_restricted');
      await call(site, ana, 'PUT', `/invitations/${id}/acceptance`); // accepting goes on

      device.expects(/status of 422/);
      await page.getByRole('button', { name: 'Lift the restriction' }).click();
      await reads(main, 'Nothing was agreed');
      await page.getByText('I have read this and agree').click();
      await page.getByRole('button', { name: 'Lift the restriction' }).click();
      await page.getByRole('heading', { name: 'Your standing is good' }).waitFor();
      await invite(site, ana, stranger);
    },
  },
  {
    name: 'Groups: begin one, find it, join it, leave it, and share it (R2.4)',
    async run({ site, view, visit }) {
      const [ana, ryan] = [await join(site, `Ana${view} Club`), await join(site, `Ryan${view} Club`)];
      const hers = await arrive(visit, ana);
      await hers.goto('/groups');
      await hers.page.getByRole('link', { name: 'Start a group' }).first().click();
      await hers.page.getByLabel('Name').fill(`Quay club ${view}`);
      await hers.page.getByRole('button', { name: 'Start the group' }).click();
      await hers.page.getByRole('heading', { level: 1, name: `Quay club ${view}` }).waitFor();
      const his = await arrive(visit, ryan);
      await his.goto('/groups');
      await his.page.getByLabel('Name of a group').fill(`Quay club ${view}`);
      await his.page.getByRole('button', { name: 'Find' }).click();
      await his.page.getByRole('button', { name: `Join Quay club ${view}` }).click();
      await his.goto(`/in/${ana.handle}`);
      await reads(his.page.getByRole('complementary', { name: 'What you share' }), `Quay club ${view}`);
      await his.page.getByRole('link', { name: new RegExp(`^Quay club ${view}`) }).first().click();
      await his.fits();
      await his.page.getByRole('button', { name: 'Leave the group' }).click();
      await his.page.getByRole('button', { name: 'Join' }).waitFor();
    },
  },
  {
    name: 'News come while one looks: the number in the head, the list and the messages (R7.1 R6.1)',
    views: ['desktop'],
    async run({ site, visit }) {
      const [ana, ryan] = [await join(site, 'Ana Live'), await join(site, 'Ryan Live')];
      const device = await arrive(visit, ana);
      const { page } = device;
      // However late the part of the script comes that listens.
      await page.route('**/hx-sse.min*', async (route) => {
        await new Promise((later) => setTimeout(later, 400));
        await route.continue();
      });
      await page.goto('/notifications');
      await reads(page.getByRole('main'), 'No news');
      const { id } = await invite(site, ryan, ana);
      await page.getByRole('main').getByText('invites you to connect.').waitFor();
      assert.equal(await page.locator('[data-badge="notifications"]').first().innerText(), '1');
      await call(site, ana, 'PUT', `/invitations/${id}/acceptance`);
      const write = (text) => call(site, ryan, 'POST', `/conversations/${ana.id}/messages`, { text });
      const said = (text) => page.locator('.bubble').filter({ hasText: text }).waitFor();
      // Written after the page was made and before it listens.
      await page.route('**/events?*', async (route) => {
        await write('Are you there?');
        await route.continue();
      }, { times: 1 });
      await page.goto(`/messages/${ryan.handle}`);
      await said('Are you there?');
      await write('I am.');
      await said('I am.');
    },
  },
  {
    name: 'Settings: colours stay in the browser, keys can be off, sessions end, the connection list can be hidden (R2.5)',
    async run({ site, view, visit }) {
      const [ana, ryan, mia] = await Promise.all(['Ana', 'Ryan', 'Mia'].map((name) => join(site, `${name}${view} Set`)));
      await connect(site, ana, mia);
      await connect(site, ryan, mia);
      const device = await arrive(visit, mia);
      const { page } = device;
      await page.goto('/settings');
      await device.fits();
      await page.locator('#look').getByText('Dark').click();
      await page.getByText('Keyboard shortcuts').first().click();
      await page.locator('#look').getByRole('button', { name: 'Save' }).click();
      await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
      assert.equal(await page.locator('html').getAttribute('data-shortcuts'), 'off');
      await device.shot('settings-dark');

      await page.locator('#privacy').getByText('Only you', { exact: false }).first().click();
      await page.locator('#privacy').getByRole('button', { name: 'Save' }).click();
      const hers = await arrive(visit, ana);
      await hers.goto(`/in/${ryan.handle}`);
      await lacks(hers.page.getByRole('main'), mia.name);

      const other = await arrive(visit, mia);
      await page.goto('/settings');
      await page.getByRole('button', { name: 'End all others' }).click();
      await other.goto('/network');
      assert.match(other.page.url(), /\/sign-in/);
      await signIn(other, mia);
    },
  },
];
