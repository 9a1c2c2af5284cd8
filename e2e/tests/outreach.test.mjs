// Writing to somebody one is not connected with: the dialog, the requests apart from the inbox, the answer, the credit.

import assert from 'node:assert/strict';
import { arrive, choose, lacks, reads } from '../lib/acts.mjs';
import { call, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '0s' }, outreach: { plans: { basic: 2 } } } } };

/** From a profile into the page on which one writes, as its menu leads there. */
async function openLetter(device, to) {
  await device.goto(`/in/${to.handle}`);
  await device.page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click();
  await device.page.locator('#profile-menu').getByRole('link', { name: 'Write a message' }).click();
  await device.page.getByLabel('What is it about?').waitFor();
}

export const tests = [
  {
    name: 'A message to a stranger lies apart until it is answered, and an answer gives the credit back (R4.6 R4.7)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana${view} Letter`);
      const ryan = await join(site, `Ryan${view} Letter`);
      const hers = await arrive(visit, ana);
      await openLetter(hers, ryan);
      await reads(hers.page.locator('[data-dialog-content]'), 'It costs one credit; you have 2 credits', 'Any answer within 90 days gives it back');
      await hers.axe();
      await hers.shot('outreach-write');
      await hers.page.getByLabel('What is it about?').fill('Tides');
      await hers.page.getByLabel('Your message').fill('How do you measure them?');
      await hers.page.getByRole('button', { name: 'Send for one credit' }).click();
      await hers.page.getByText(`Sent to ${ryan.name}.`).waitFor();

      const his = await arrive(visit, ryan);
      await his.goto('/messages');
      await lacks(his.page.getByRole('main'), 'How do you measure them?');
      await his.goto('/outreach');
      await reads(his.page.getByRole('main'), ana.name, 'Tides', 'How do you measure them?');
      await his.fits();
      await his.axe();
      await his.shot('outreach-requests');
      await his.page.getByRole('link', { name: /Read and answer/ }).click();
      await his.page.getByLabel('Write back').waitFor();
      await his.axe();
      await his.fits();
      await his.shot('outreach-one');
      await his.page.getByLabel('Write back').fill('With a stick.');
      await his.page.getByRole('button', { name: 'Send', exact: true }).click();
      await his.page.getByText('Their first message').waitFor();
      await his.shot('outreach-thread');
      await his.axe();

      await hers.goto(`/messages/${ryan.handle}`);
      await reads(hers.page.getByRole('main'), 'Your first message', 'Tides', 'With a stick.');
      await hers.goto('/credits');
      await reads(hers.page.getByRole('main'), '2 credits', 'A message', 'An answer came');
      await hers.fits();
      await hers.axe();
      await hers.shot('outreach-credits');
    },
  },
  {
    name: 'Put aside or reported, a message looks to its writer as if nothing had happened (R4.6 R6.1)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana${view} Silent`);
      const [ryan, mia] = [await join(site, `Ryan${view} Silent`), await join(site, `Mia${view} Silent`)];
      const letter = (to) => call(site, ana, 'POST', '/outreach', { to: to.id, subject: 'Tides', body: 'Hello.' });
      const [first, second] = [await letter(ryan), await letter(mia)];
      const his = await arrive(visit, ryan);
      await his.goto(`/outreach/${first.id}`);
      await his.page.getByRole('button', { name: 'Put aside' }).click();
      await his.page.getByText('Put aside. They are not told.').waitFor();
      await his.goto('/outreach/archive');
      await reads(his.page.getByRole('main'), 'Tides');
      await his.fits();
      const hers = await arrive(visit, ana);
      const told = async (id) => {
        await hers.goto(`/outreach/${id}`);
        const text = await hers.page.getByRole('article').innerText();
        // The letters of the picture, then the name.
        return text.replace(/^[A-Z]{2}\n/, '').replace(ryan.name, 'R').replace(mia.name, 'R');
      };
      assert.equal(await told(first.id), await told(second.id));
      await hers.goto('/outreach/sent');
      await hers.fits();
      await hers.axe();
      await hers.shot('outreach-sent');
      const third = await join(site, `Third${view} Silent`);
      await hers.goto(`/in/${third.handle}/outreach`);
      await reads(hers.page.getByRole('main'), 'costs a credit. You have none until the next ones come.');
      assert.equal(await hers.page.getByRole('button', { name: /^Send/ }).count(), 0);
    },
  },
  {
    name: 'Following is one way and quiet, and ends from either side (R0.3 R4.2)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana${view} Follow`);
      const ryan = await join(site, `Ryan${view} Follow`);
      const hers = await arrive(visit, ana);
      await hers.goto(`/in/${ryan.handle}`);
      await hers.page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click();
      await hers.page.locator('#profile-menu').getByRole('button', { name: 'Follow' }).click();
      await hers.page.getByText(`You follow ${ryan.name}. They are not told.`).waitFor();
      await hers.goto('/network/following');
      await reads(hers.page.getByRole('main'), ryan.name);
      await hers.fits();
      await hers.axe();
      await hers.shot('follows');
      const his = await arrive(visit, ryan);
      await his.goto('/network/followers');
      await his.page.getByRole('button', { name: /^Take out/ }).click();
      await his.page.getByText('They no longer follow you').waitFor();
      await his.goto('/settings');
      await choose(his.page.locator('#reach'), 'Nobody');
      await his.page.locator('#reach').getByRole('button', { name: 'Save' }).click();
      await his.page.getByText('Saved.').waitFor();
      await his.shot('settings-reach');
      await hers.goto(`/in/${ryan.handle}`);
      await hers.page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click();
      assert.equal(await hers.page.locator('#profile-menu').getByRole('button', { name: 'Follow' }).count(), 0);
    },
  },
];
