// Inviting: the dialog, one click in lists, the phone, and a browser without scripts. The undo window stays open.

import assert from 'node:assert/strict';
import { arrive, card, choose, dialog, lacks, openDialog, reads } from '../lib/acts.mjs';
import { call, group, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '30s' } } } };

const sent = async (site, member) => (await call(site, member, 'GET', '/invitations?box=sent')).items;

export const tests = [
  {
    name: 'Connect from a profile opens a dialog that closes without sending (R1.1 R1.4)',
    views: ['desktop'],
    async run({ site, visit }) {
      const [ana, ryan] = [await join(site, 'Ana Keys'), await join(site, 'Ryan Keys')];
      const { page } = await arrive(visit, ana);
      await page.goto(`/in/${ryan.handle}`);
      const connectLink = page.getByRole('link', { name: 'Connect', exact: true });
      for (const close of [
        () => page.keyboard.press('Escape'),
        () => page.getByRole('dialog').getByRole('link', { name: 'Cancel' }).click(),
        () => page.getByRole('dialog').getByRole('link', { name: 'Close' }).click(),
      ]) {
        await connectLink.focus();
        await page.keyboard.press('Enter');
        const box = page.getByRole('dialog', { name: `Invite ${ryan.first} to connect` });
        await box.waitFor();
        assert.ok(await box.evaluate((it) => it.matches(':modal') && it.contains(document.activeElement)), 'focus is in a modal');
        for (let press = 0; press < 30; press += 1) {
          await page.keyboard.press('Tab');
          const where = await box.evaluate((it) => it.contains(document.activeElement) || document.activeElement === document.body);
          assert.ok(where, 'Tab stays in the dialog');
        }
        await close();
        await box.waitFor({ state: 'hidden' });
        assert.ok(await connectLink.evaluate((it) => it === document.activeElement), 'focus is back where it was');
      }
      assert.deepEqual(await sent(site, ana), []);
    },
  },
  {
    name: 'Without JavaScript the dialog is a page: invite, accept and write all the same (R1.4 R7.2)',
    async run({ site, view, visit }) {
      const [ana, ryan] = [await join(site, `Ana${view} Bare`), await join(site, `Ryan${view} Bare`)];
      const hers = await arrive(visit, ana, { javascript: false });
      await hers.goto(`/in/${ryan.handle}/invite`);
      await hers.fits();
      await hers.shot('invite-page', { fullPage: true });
      await hers.page.getByLabel('Met in person').check();
      await hers.page.getByLabel('Where did you meet?').fill('The harbour festival');
      await hers.page.getByLabel('Personal note').fill('Good to have met you.');
      await hers.page.getByRole('button', { name: 'Send invitation' }).click();
      await reads(hers.page.getByRole('main'), `Sent to ${ryan.name}`);
      await hers.page.getByRole('button', { name: 'Undo' }).first().click();
      await reads(hers.page.getByRole('main'), 'Undone, as if it had never been sent.');
      assert.deepEqual(await sent(site, ana), [], 'undo leaves no trace');

      // The other way round, since his door is open at once: what one sends while the other does is one yes (R10.8).
      await hers.goto(`/in/${ryan.handle}/invite`);
      await hers.page.getByLabel('Personal note').fill('Good to have met you.');
      await hers.page.getByRole('button', { name: 'Send invitation' }).click();
      const his = await arrive(visit, ryan, { javascript: false });
      await his.goto(`/in/${ana.handle}/invite`);
      await his.page.getByRole('button', { name: 'Send invitation' }).click();
      await reads(his.page.getByRole('main'), 'you are connected');
      await his.page.getByRole('link', { name: 'Message', exact: true }).click();
      await reads(his.page.getByRole('main'), 'Good to have met you.');
      await his.page.getByLabel(`Message to ${ana.name}`).fill('And you.');
      await his.page.getByRole('button', { name: 'Send', exact: true }).click();
      await reads(his.page.getByRole('main'), 'And you.');
    },
  },
  {
    name: 'One click in a list sends at once, once, with undo and a note beside it (R1.2 R1.3 R1.9)',
    async run({ site, view, visit }) {
      const [ana, ryan] = [await join(site, `Ana${view} Click`), await join(site, `Ryan${view} Click`)];
      const choir = await group(site, `Click choir ${view}`, [ryan]);
      const device = await arrive(visit, ana);
      const { page } = device;
      await page.goto(`/groups/${choir}`);
      const row = page.getByRole('listitem').filter({ hasText: ryan.name });
      const connectButton = row.getByRole('button', { name: `Connect with ${ryan.name}` });

      await connectButton.dblclick();
      await row.getByText('Sent', { exact: true }).waitFor();
      assert.equal((await sent(site, ana)).length, 1, 'a double click sends one');
      assert.equal(await page.getByRole('dialog').count(), 0, 'and asks nothing');
      await device.fits();
      await device.shot('sent-in-place');
      await row.getByRole('button', { name: 'Undo' }).click();
      await row.getByText('Undone, as if it had never been sent.').waitFor();
      assert.deepEqual(await sent(site, ana), []);

      await page.reload();
      await connectButton.click();
      await row.getByRole('link', { name: 'Add a note' }).click();
      const form = dialog(page);
      await reads(form, 'counts once');
      await form.getByLabel('Personal note').fill('We sing on Tuesdays.');
      await form.getByRole('button', { name: 'Add the note' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      const [only, ...more] = await sent(site, ana);
      assert.equal(only.note, 'We sing on Tuesdays.');
      assert.deepEqual(more, []);
    },
  },
  {
    name: 'On a phone the plain Connect is one click with undo, and More holds Customize invite (R3.1 R3.2 R3.4)',
    views: ['phone'],
    async run({ site, visit }) {
      const [ana, ryan] = [await join(site, 'Ana Pocket'), await join(site, 'Ryan Pocket')];
      const device = await arrive(visit, ana);
      const { page } = device;
      await openDialog(device, ryan, 'phone');
      await device.fits();
      await dialog(page).getByRole('link', { name: 'Cancel' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });

      await page.goto(`/in/${ryan.handle}`);
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.getByText('Sent', { exact: true }).waitFor();
      assert.equal((await sent(site, ana))[0].note, null);
      await device.fits();
      await page.reload();
      await page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('link', { name: 'Block' }).waitFor();
      assert.equal(await page.getByRole('link', { name: 'Customize invite' }).count(), 0, 'absent while pending');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('button', { name: 'Connect', exact: true }).waitFor();
      assert.deepEqual(await sent(site, ana), []);
    },
  },
  {
    name: 'The sign of the menu is ⋮ on Android and ⋯ elsewhere, its name always More (R3.3)',
    views: ['phone'],
    async run({ site, visit }) {
      const [ana, ryan] = [await join(site, 'Ana Sign'), await join(site, 'Ryan Sign')];
      const upright = async (userAgent) => {
        const { page } = await arrive(visit, ana, { userAgent });
        await page.goto(`/in/${ryan.handle}`);
        const button = page.getByRole('main').getByRole('button', { name: 'More', exact: true });
        const angle = await button.locator('svg').evaluate((it) => {
          const { rotate, transform } = getComputedStyle(it);
          if (rotate !== 'none') return parseFloat(rotate);
          if (transform === 'none') return 0;
          const { a, b } = new DOMMatrix(transform);
          return Math.round((Math.atan2(b, a) * 180) / Math.PI);
        });
        return Math.abs(angle) === 90;
      };
      assert.equal(await upright('Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140 Mobile'), true);
      assert.equal(await upright('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605'), false);
      assert.equal(await upright('Mozilla/5.0 (X11; Linux x86_64) Chrome/140'), false);
    },
  },
  {
    name: 'The dialog: what backs a relation is offered, optional is said where it is, facts are at hand, nothing nags (R0.1 R1.5 R1.7 R1.8 R2.1 R2.2 R4.1 R5.1 R6.7)',
    async run({ site, view, visit }) {
      const work = { employer: 'Acme Ltd', title: 'Planner', from: '2011-03', to: '2016-09' };
      const ana = await join(site, `Ana${view} Facts`, { positions: [work], interests: ['Tides'] });
      const ryan = await join(site, `Ryan${view} Facts`, {
        positions: [{ ...work, employer: 'ACME', from: '2012-01' }],
        interests: ['tides'],
      });
      const device = await arrive(visit, ana);
      const { page } = device;
      await openDialog(device, ryan, view);
      const form = dialog(page);
      await reads(form, 'Worked together', 'Did business together', 'Friends', 'Met in person', 'Some other way');
      await lacks(form, 'Studied together', 'In a group together', /hurry up|don’t miss|without a note\?|are you sure/i);
      await reads(form, 'Personal note (optional)', '3,000 of 3,000 invitations left', 'Not there yet: picture, headline, summary');
      assert.equal((await form.innerText()).split('is for people who know each other').length, 2, 'said once');
      const note = form.getByLabel('Personal note');
      for (const [fact, sentence] of [
        [/Acme/i, /^We were at Acme( Ltd)? at the same time, 2012.+\.$/i],
        [/tides/i, /We are both interested in tides\.$/i],
      ]) {
        await form.getByRole('group', { name: 'Facts for the note' }).getByRole('button', { name: fact }).first().click();
        assert.match(await note.inputValue(), sentence);
      }
      await note.press('Control+z');
      assert.doesNotMatch(await note.inputValue(), /tides/i);
      await note.fill('');
      await form.getByLabel('What is it about?').selectOption({ label: 'Keeping in touch' });
      await form.getByRole('button', { name: 'Send invitation' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      const [invitation] = await sent(site, ana);
      assert.equal(invitation.note, null, 'without a note, and without a word about it');
      assert.equal(invitation.purpose, 'keep_in_touch');
    },
  },
  {
    name: 'Where nothing is shared it is said plainly, and the note stands first; unknown shows the ways there are and sends nothing (R0.2 R1.5 R4.2 R4.9)',
    async run({ site, view, visit }) {
      const [ana, ryan] = [await join(site, `Ana${view} Far`), await join(site, `Ryan${view} Far`)];
      const device = await arrive(visit, ana);
      const { page } = device;
      await page.goto(`/in/${ryan.handle}`);
      await reads(page.getByRole('complementary', { name: 'What you share' }), 'Nothing is listed that you share.');
      await openDialog(device, ryan, view);
      const form = dialog(page);
      await reads(form, `Nothing is listed that you and ${ryan.first} share`);
      const [noteAt, relationAt] = await Promise.all(
        ['#note', '#relation'].map((id) => form.locator(id).evaluate((it) => it.getBoundingClientRect().top)),
      );
      assert.ok(noteAt < relationAt, 'the note first');
      await choose(form, `I don’t know ${ryan.first}`);
      await form.getByText('Then an invitation is not the way').waitFor();
      device.expects(/status of 422/);
      await form.getByRole('button', { name: 'Send invitation' }).click();
      await form.getByRole('alert').getByText('Invitations are for people you know.').waitFor();
      assert.deepEqual(await sent(site, ana), []);
      await choose(form, 'Friends');
      await form.getByRole('button', { name: 'Send invitation' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      assert.equal((await sent(site, ana)).length, 1, 'friend is not blocked');
    },
  },
  {
    name: 'One’s own card is shown as the other sees it (R6.8 R6.9)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana${view} Card`, { headline: 'Ferry planner' });
      const device = await arrive(visit, ana);
      await device.goto(`/in/${ana.handle}`);
      await device.page.getByRole('main').getByRole('link', { name: 'Your card', exact: true }).click();
      const own = card(device.page, ana);
      await reads(own, 'I\'d like to add you to my professional network', 'Is it personal?', 'What do you share?', 'Nothing listed', 'Who is this?', 'Headline; no picture');
      assert.equal(await own.getByRole('button').count(), 0);
      await device.fits();
    },
  },
];
