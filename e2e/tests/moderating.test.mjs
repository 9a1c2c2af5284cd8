// A moderator's day: what is reported, what is decided, and what either side hears of it. Invitations leave at once here.

import assert from 'node:assert/strict';
import { arrive, lacks, reads } from '../lib/acts.mjs';
import { call, invite, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '0s' } } } };

const line = (page, about) => page.getByRole('listitem').filter({ hasText: about.name });

export const tests = [
  {
    name: 'A report is read, decided and told: the one warned reads the words, the one who reported that it was looked at (R6.1 R6.3)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana Warned${view}`);
      const ryan = await join(site, `Ryan Reports${view}`);
      const mo = site.member(`Mo Warns${view}`, { moderator: true });
      const { id } = await invite(site, ana, ryan, { note: 'Buy my boats.' });
      await call(site, ryan, 'PUT', `/invitations/${id}/report`, { reason: 'This is advertising.' });

      const sender = await arrive(visit, ana);
      await sender.page.goto('/notifications');
      await reads(sender.page.getByRole('main'), 'No news');
      await sender.page.goto('/moderation');
      await reads(sender.page.getByRole('main'), 'There is nothing here');
      sender.expects(/status of 404/);

      const desk = await arrive(visit, mo);
      const { page } = desk;
      await page.getByRole('link', { name: /^Moderation, \d+ open$/ }).click();
      await page.getByRole('heading', { level: 1, name: 'Moderation' }).waitFor();
      await desk.fits();
      await desk.axe();
      await desk.shot('moderation-queue');
      await line(page, ana).getByRole('link').click();
      const box = page.getByRole('article');
      await reads(box, 'Invitation reported', 'This is advertising.', 'Buy my boats.', 'Invitations sent');
      await box.getByRole('button', { name: 'Take it' }).click();
      await page.getByText('The case is in your hand.').waitFor();
      await desk.fits();
      await desk.axe();
      await desk.shot('moderation-case');
      await box.getByText('Warn the member', { exact: true }).click();
      await box.getByLabel('Why, for moderators and the log alone').fill('The first time; a word will do.');
      await box.getByLabel(/^What the member is told/).fill('Please invite people you know, and leave the boats.');
      await box.getByRole('button', { name: 'Decide' }).click();
      await page.getByText('The member was warned. It stands in the log.').waitFor();
      assert.equal(await line(page, ana).count(), 0, 'it waits no more');

      await page.goto('/moderation/log');
      await reads(page.getByRole('main'), 'warned a member', 'The first time; a word will do.', ana.name);
      await desk.fits();
      await desk.axe();
      await desk.shot('moderation-log');

      await sender.page.goto('/notifications');
      await sender.page.getByText('The moderators wrote to you.').waitFor();
      await lacks(sender.page.getByRole('main'), mo.name);
      await sender.page.getByRole('link', { name: 'Read it' }).click();
      await reads(sender.page.getByRole('main'), 'leave the boats');
      await sender.fits();
      await sender.axe();
      await sender.shot('moderation-warned');
      await sender.page.getByRole('button', { name: 'I have read this' }).click();
      await sender.page.getByText('Thank you. That you have read it is noted.').waitFor();

      const reporter = await arrive(visit, ryan);
      await reporter.page.goto('/notifications');
      await reporter.page.getByText('The moderators looked at what you reported.').waitFor();
    },
  },
  {
    name: 'A profile is reported from its menu, taken in hand by one moderator, and who does not know the member is shown after a reason (R5.5)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana Profile${view}`);
      const ryan = await join(site, `Ryan Profile${view}`);
      const mo = site.member(`Mo Profile${view}`, { moderator: true });
      const lee = site.member(`Lee Profile${view}`, { moderator: true });
      const { id } = await invite(site, ana, ryan);
      await call(site, ryan, 'PUT', `/invitations/${id}/dismissal`);
      await call(site, ryan, 'PUT', `/invitations/${id}/mark`);
      const cleo = await join(site, `Cleo Profile${view}`);

      const member = await arrive(visit, cleo);
      await member.page.goto(`/in/${ana.handle}`);
      await member.page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click();
      await member.page.getByRole('link', { name: 'Report', exact: true }).click();
      const dialog = member.page.getByRole('dialog', { name: `Report ${ana.name}` });
      await dialog.getByLabel('What is wrong?').fill('That is not who they are.');
      await member.fits();
      await member.axe();
      await member.shot('moderation-report');
      await dialog.getByRole('button', { name: 'Report', exact: true }).click();
      await member.page.getByText(`Reported. A moderator reads it; ${ana.name} is not told.`).waitFor();

      const desk = await arrive(visit, mo);
      const { page } = desk;
      await page.goto('/moderation?kind=profile');
      await line(page, ana).getByRole('link').click();
      const box = page.getByRole('article');
      await lacks(box, ryan.name);
      await box.getByText('Open the complaint').click();
      await box.getByLabel('Why do you need to know?').fill('The same people report each other.');
      await box.getByRole('button', { name: 'Show who' }).click();
      await reads(page.getByRole('article'), ryan.name, 'That you looked stands in the log.');
      await desk.fits();
      await desk.axe();
      await page.goto('/moderation/log');
      await reads(page.getByRole('main'), 'looked at who does not know a member', 'The same people report each other.');

      await page.goto('/moderation?kind=profile');
      await line(page, ana).getByRole('link').click();
      await page.getByRole('button', { name: 'Take it' }).click();
      await page.getByText('The case is in your hand.').waitFor();
      const other = await arrive(visit, lee);
      await other.page.goto('/moderation?kind=profile');
      await reads(line(other.page, ana), `${mo.name} has it`);
      await line(other.page, ana).getByRole('link').click();
      await reads(other.page.getByRole('article'), `${mo.name} has this case in hand.`);
      assert.equal(await other.page.getByRole('button', { name: 'Decide' }).count(), 0);
    },
  },
];
