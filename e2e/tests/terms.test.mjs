// Accepting with terms, declining them, and changing later what somebody sees. Invitations leave at once here.

import assert from 'node:assert/strict';
import { arrive, card, lacks, reads } from '../lib/acts.mjs';
import { call, invite, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '0s' } } } };

const pair = async (site, words) => [await join(site, `Ana ${words}`), await join(site, `Ryan ${words}`)];
const contact = { contact_email: 'ryan@harbour.example', contact_phone: '+49 30 1234567', contact_website: 'https://ryan.example.org/boats' };

export const tests = [
  {
    name: 'Accept with terms: less for one, no pitches for a month; the other reads it, writes under it, and a pitch is a complaint (F9)',
    async run({ site, view, visit }) {
      const [ana, ryan] = await pair(site, `Terms${view}`);
      await call(site, ryan, 'PATCH', '/me', contact);
      const { id } = await invite(site, ana, ryan, { note: 'We met at the harbour.' });
      const his = await arrive(visit, ryan);
      await his.goto('/network');
      await card(his.page, ana).getByRole('button', { name: /^More/ }).click();
      await card(his.page, ana).getByRole('link', { name: 'Accept with terms' }).click();
      const box = his.page.getByRole('dialog', { name: 'Accept with terms' });
      await box.getByLabel('Connected, with less').check();
      await box.getByLabel('None for 30 days').check();
      await his.fits();
      await his.axe();
      await his.shot('accept-with-terms');
      await box.getByRole('button', { name: 'Accept', exact: true }).click();
      await his.page.getByText(`You and ${ana.name} are connected. Ana reads your terms.`).waitFor();
      await reads(his.page.getByRole('main'), 'Ana sees neither your contact details nor your list of connections.');

      const hers = await arrive(visit, ana);
      await hers.goto('/notifications');
      await reads(hers.page.getByRole('main'), 'accepted your invitation, on terms.');
      await hers.page.getByRole('link', { name: 'Read the terms' }).click();
      await reads(hers.page.getByRole('main'), 'Accepted', 'without the contact details and the list of connections of Ryan', 'Ryan wants no pitches and no requests until', 'Decline these terms');
      await hers.fits();
      await hers.axe();
      await hers.shot('terms-told');
      await hers.goto(`/in/${ryan.handle}`);
      await lacks(hers.page.getByRole('main'), contact.contact_email);
      await hers.goto(`/messages/${ryan.handle}`);
      await reads(hers.page.locator('#composer'), 'Ryan wants no pitches and no requests until');
      const field = hers.page.getByLabel(`Message to ${ryan.name}`);
      await field.fill('We have a special offer for you.');
      await hers.page.getByRole('button', { name: 'Send', exact: true }).click();
      await hers.page.getByText('which Ryan would rather not hear for now').waitFor();
      await hers.fits();
      await hers.axe();
      await hers.shot('no-pitches');
      await hers.page.getByRole('button', { name: 'Send all the same' }).click();
      await hers.page.locator('.bubble').filter({ hasText: 'special offer' }).waitFor();

      await his.goto(`/messages/${ana.handle}`);
      await his.fits();
      await his.axe();
      await his.shot('pitch');
      await his.page.getByRole('button', { name: 'This was a pitch' }).click();
      await his.page.getByText(`Reported. A moderator reads it; ${ana.name} is not told.`).waitFor();
      await his.page.getByText('You reported this as a pitch').waitFor();
      await hers.goto(`/messages/${ryan.handle}`);
      await lacks(hers.page.getByRole('main'), 'You reported');

      // What she sees is changed at once, and she is not told.
      await his.goto(`/in/${ana.handle}`);
      await his.page.getByRole('link', { name: /^Change what/ }).click();
      const held = his.page.getByRole('dialog', { name: 'What Ana sees' });
      assert.equal(await held.getByLabel('Connected, with less').isChecked(), true);
      await held.getByRole('radio', { name: /Ana sees what all/ }).check();
      await held.getByLabel('Welcome again').check();
      await his.fits();
      await his.axe();
      await his.shot('what-she-sees');
      await held.getByRole('button', { name: 'Save' }).click();
      await his.page.getByText('Saved. ').waitFor();
      await hers.goto(`/in/${ryan.handle}`);
      const shown = hers.page.getByRole('region', { name: 'Contact' });
      await reads(shown, contact.contact_email, contact.contact_phone, 'ryan.example.org/boats');
      assert.equal(await shown.getByRole('link', { name: /Website/ }).getAttribute('rel'), 'nofollow noopener noreferrer ugc');
      await hers.fits();
      await hers.axe();
      await hers.shot('contact');
      assert.equal((await call(site, ana, 'GET', `/invitations/${id}`)).state, 'accepted');
    },
  },
  {
    name: 'Follow each other only: the other declines, and it ends as a withdrawal (F9)',
    async run({ site, view, visit }) {
      const [ana, ryan] = await pair(site, `Follow${view}`);
      await invite(site, ana, ryan);
      const his = await arrive(visit, ryan);
      await his.goto('/network');
      await card(his.page, ana).getByRole('button', { name: /^More/ }).click();
      await card(his.page, ana).getByRole('link', { name: 'Accept with terms' }).click();
      const box = his.page.getByRole('dialog', { name: 'Accept with terms' });
      await box.getByLabel('Follow each other only').check();
      await box.getByRole('button', { name: 'Accept', exact: true }).click();
      await his.page.getByText(`You and ${ana.name} follow each other.`).waitFor();
      await reads(his.page.getByRole('main'), 'You follow each other', 'as you wished');
      await lacks(his.page.getByRole('main'), 'If you do not know Ana');
      await his.fits();
      await his.axe();
      await his.shot('follow-only');

      const hers = await arrive(visit, ana);
      await hers.goto('/network/sent');
      await hers.page.getByRole('link', { name: /on terms/ }).click();
      await reads(hers.page.getByRole('main'), 'You and Ryan follow each other instead of being connected.');
      await hers.page.getByRole('link', { name: 'Decline these terms' }).click();
      const sure = hers.page.getByRole('dialog', { name: 'Decline the terms of Ryan?' });
      await hers.fits();
      await hers.shot('decline-terms');
      await sure.getByRole('button', { name: 'Decline' }).click();
      await hers.page.getByText('Ended: you declined the terms').waitFor();
      await hers.axe();
      await hers.goto('/network/following');
      await lacks(hers.page.getByRole('main'), ryan.name);
      await his.goto('/notifications');
      await reads(his.page.getByRole('main'), 'declined your terms; you are not connected.');
      await his.goto(`/in/${ana.handle}`);
      await lacks(his.page.getByRole('main'), 'as you wished');
    },
  },
  {
    name: 'Contact details are written on a form of their own, and what is wrong is named there (F9)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana Contact${view}`);
      const device = await arrive(visit, ana);
      const { page } = device;
      await device.goto('/profile/edit#contact');
      const form = page.locator('#contact');
      device.expects(/status of 422/);
      await form.getByLabel('E-mail').fill('nobody');
      await form.getByLabel('Telephone').fill('call me');
      await form.getByLabel('Website').fill('javascript:alert(1)');
      await form.getByRole('button', { name: 'Save' }).click();
      await page.getByText('The contact details were not saved').waitFor();
      await device.fits();
      await device.axe();
      await device.shot('contact-wrong');
      assert.equal(await form.getByLabel('Telephone').inputValue(), 'call me');
      await form.getByLabel('E-mail').fill('ana@lee.example');
      await form.getByLabel('Telephone').fill('+49 30 1234567');
      await form.getByLabel('Website').fill('lee.example');
      await form.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved.').waitFor();
      assert.equal(await form.getByLabel('Website').inputValue(), 'https://lee.example');
      await device.goto(`/in/${ana.handle}`);
      await reads(page.getByRole('region', { name: 'Contact' }), 'ana@lee.example', 'lee.example', 'For your connections');
      await device.fits();
      await device.axe();
      await device.shot('contact-own');
    },
  },
];
