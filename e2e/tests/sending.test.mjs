// What is said before it is seen: the checked claim (F8), the note beside its sender's others (F10), a note that is
// changed until it is opened (F12), and a line from somebody who knows both (F19).

import assert from 'node:assert/strict';
import { arrive, card, choose, dialog, lacks, openDialog, reads } from '../lib/acts.mjs';
import { call, connect, invite, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '0s' } } } };

const PITCH =
  'I came across your work and would like to tell you how our platform helps teams like yours. May we talk this week?';

/** A picture in light and in dark colours. */
async function shots(device, name) {
  for (const colorScheme of ['light', 'dark']) {
    await device.page.emulateMedia({ colorScheme });
    await device.shot(`${name}-${colorScheme}`, { fullPage: true });
  }
  await device.page.emulateMedia({ colorScheme: null });
}

export const tests = [
  {
    name: 'What will be read of the claim and the note is told while writing, and read on the card (F8 F10 R6.9)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana${view} Check`, {
        positions: [{ employer: 'Acme GmbH', title: 'Engineer', from: '2012-01', to: '2014-06' }],
      });
      const ryan = await join(site, `Ryan${view} Check`, {
        positions: [{ employer: 'ACME', title: 'Buyer', from: '2016-01', to: '2018-06' }],
      });
      const mia = await join(site, `Mia${view} Check`);
      await invite(site, ana, mia, { note: `Hi ${mia.first}, ${PITCH}` });

      const hers = await arrive(visit, ana);
      await openDialog(hers, ryan, view);
      const form = dialog(hers.page);
      const check = form.getByRole('status');
      await choose(form, 'Worked together');
      await check.getByText(`${ryan.first} lists Acme GmbH in other years`).waitFor();
      await form.getByLabel('Personal note').fill(`Hi ${ryan.first}, ${PITCH}`);
      await form.getByLabel('What is it about?').focus();
      await check.getByText('Similar to what you sent to a few others').waitFor();
      await hers.axe();
      await hers.fits();
      await shots(hers, 'sending-check');
      const sent = (await call(site, ana, 'GET', '/invitations?box=sent')).items;
      assert.equal(sent.length, 1, 'looking at it sends nothing');
      await form.getByRole('button', { name: 'Send invitation' }).click();
      await hers.page.getByRole('dialog').waitFor({ state: 'hidden' });
      await hers.page.getByText(`Sent to ${ryan.name}`).waitFor();

      const his = await arrive(visit, ryan);
      await his.goto('/network');
      await reads(card(his.page, ana), 'at Acme GmbH, 2012–14', 'you list Acme GmbH in other years', 'Partly, sent to a few');
      await card(his.page, ana).getByRole('button', { name: 'Read in full' }).click();
      await his.page.getByRole('heading', { name: 'What you share' }).waitFor();
      await his.axe();
      await his.fits();
      await shots(his, 'sending-card');
    },
  },
  {
    name: 'Without a script the dialog is looked at with a button, and nothing is sent (F8 F10 R1.4)',
    async run({ site, view, visit }) {
      const [ana, ryan] = [await join(site, `Ana${view} Plain`), await join(site, `Ryan${view} Plain`)];
      const device = await arrive(visit, ana, { javascript: false });
      await device.page.goto(`/in/${ryan.handle}/invite`);
      await device.page.getByLabel('Personal note').fill(PITCH);
      await device.page.getByRole('button', { name: 'Look at it first' }).click();
      await reads(device.page.getByRole('main'), `Written for ${ryan.first}`);
      assert.equal(await device.page.getByLabel('Personal note').inputValue(), PITCH);
      assert.deepEqual((await call(site, ana, 'GET', '/invitations?box=sent')).items, []);
    },
  },
  {
    name: 'The note is changed until the invitation is opened, and then no more (F12 R8.4)',
    async run({ site, view, visit }) {
      const [ana, ryan] = [await join(site, `Ana${view} Edit`), await join(site, `Ryan${view} Edit`)];
      const { id } = await invite(site, ana, ryan, { note: 'We sang in May.' });
      const hers = await arrive(visit, ana);
      await hers.page.goto(`/invitations/${id}`);
      await hers.axe();
      await shots(hers, 'sending-sent');
      await hers.page.getByRole('link', { name: 'Change the note' }).click();
      await dialog(hers.page).getByLabel('Personal note').fill('We sang in June.');
      await hers.axe();
      await hers.fits();
      await shots(hers, 'sending-note');
      await dialog(hers.page).getByRole('button', { name: 'Save the note' }).click();
      await hers.page.getByText('The invitation says it now.').waitFor();
      await reads(hers.page.getByRole('main'), 'We sang in June.');

      const his = await arrive(visit, ryan);
      await his.page.goto('/network');
      await reads(card(his.page, ana), 'We sang in June.');
      await card(his.page, ana).getByRole('button', { name: 'Read in full' }).click();
      await his.page.getByRole('heading', { name: 'What you share' }).waitFor();
      await hers.page.reload();
      await lacks(hers.page.getByRole('main'), 'Change the note');
      const late = await site.api('PUT', `/invitations/${id}/note`, { token: ana.token, body: { note: 'Too late.' } });
      assert.deepEqual([late.status, late.body.code], [409, 'no_longer_possible']);
    },
  },
  {
    name: 'A shared connection is asked for a line, which the recipient alone reads (F19)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana${view} Vouch`, { headline: 'Engineer at Acme' });
      const [ryan, mia] = [await join(site, `Ryan${view} Vouch`), await join(site, `Mia${view} Vouch`)];
      await connect(site, ana, mia);
      await connect(site, mia, ryan);
      const { id } = await invite(site, ana, ryan, { note: 'We met when you gave the talk about tides.' });

      const hers = await arrive(visit, ana);
      await hers.page.goto(`/invitations/${id}`);
      await hers.axe();
      await hers.fits();
      await shots(hers, 'vouch-ask');
      await hers.page.getByLabel('Ask', { exact: true }).selectOption(mia.name);
      await hers.page.getByRole('button', { name: 'Ask for a line' }).click();
      await hers.page.getByText(`What they do with it stays with them`).waitFor();

      const theirs = await arrive(visit, mia);
      await theirs.page.goto('/notifications');
      await theirs.page.getByRole('link', { name: 'Read what is asked' }).click();
      await theirs.page.getByLabel(`A line for ${ryan.first}`).fill('I rowed with both of them. They would get along.');
      await theirs.axe();
      await theirs.fits();
      await shots(theirs, 'vouch-write');
      await theirs.page.getByRole('button', { name: 'Add the line' }).click();
      await theirs.page.getByText(/^Added\./).waitFor();

      const his = await arrive(visit, ryan);
      await his.page.goto('/network');
      await reads(card(his.page, ana), 'They would get along.', mia.name, `asked for this by ${ana.first}`);
      await his.axe();
      await his.fits();
      await shots(his, 'vouch-read');

      await hers.page.reload();
      await lacks(hers.page.getByRole('main'), 'get along');
      await theirs.page.getByRole('button', { name: /Take it back/ }).click();
      await theirs.page.getByText('Nobody asks you now').waitFor();
      await his.page.reload();
      await lacks(his.page.getByRole('main'), 'get along');
    },
  },
];
