// The door: said in the settings, read by whoever would invite, passed with what it asks (F7).

import assert from 'node:assert/strict';
import { arrive, dialog, openDialog, reads } from '../lib/acts.mjs';
import { call, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '0s' } } } };

export const tests = [
  {
    name: 'A door is said in the settings, opens the dialog where one click is not enough, and is passed with what it asks (F7 R1.2 R1.7)',
    async run({ site, view, visit }) {
      const [ana, ryan] = [await join(site, `Ana${view} Door`), await join(site, `Ryan${view} Door`)];
      const his = await arrive(visit, ryan);
      await his.goto('/settings/door');
      await his.page.getByText('A note in their own words').click();
      await his.page.getByLabel('First question').fill('Which choir do you sing in?');
      await his.axe();
      await his.fits();
      await his.shot('door-settings', { fullPage: true });
      await his.page.getByRole('button', { name: 'Save' }).click();
      await reads(his.page.getByRole('main'), 'What they read now', 'A note in your own words.');

      const hers = await arrive(visit, ana);
      await hers.goto(`/search?query=${encodeURIComponent(ryan.name)}`);
      await hers.page.getByRole('main').getByRole('button', { name: /Connect/ }).first().click();
      await hers.page.getByRole('dialog', { name: `Invite ${ryan.first} to connect` }).waitFor();
      await reads(dialog(hers.page), `What ${ryan.first} asks of everybody who invites`);
      assert.deepEqual((await call(site, ana, 'GET', '/invitations?box=sent')).items, [], 'one click sent nothing');
      await hers.axe();
      await hers.fits();
      await hers.shot('door-dialog');
      await hers.page.keyboard.press('Escape');

      await openDialog(hers, ryan, view);
      await hers.page.getByLabel('Personal note').fill('We sang together in May.');
      await hers.page.getByLabel('Which choir do you sing in?').fill('The harbour choir');
      await hers.page.getByRole('button', { name: 'Send invitation' }).click();
      await hers.page.getByText(`Sent to ${ryan.name}`).waitFor();

      const [got] = (await call(site, ryan, 'GET', '/invitations')).items;
      assert.deepEqual(got.card.answers, [{ question: 'Which choir do you sing in?', answer: 'The harbour choir' }]);
      await his.goto(`/invitations/${got.id}`);
      await reads(his.page.getByRole('main'), 'Which choir do you sing in?', 'The harbour choir');
      await his.fits();
      await his.shot('door-answered', { fullPage: true });
    },
  },
  {
    name: 'Where a tie is asked for that is not there, it is said before a word is written (F7)',
    async run({ site, view, visit }) {
      const [ana, ryan] = [await join(site, `Ana${view} Tied`), await join(site, `Ryan${view} Tied`)];
      await call(site, ryan, 'PUT', '/me/door', { who: 'tied', ties: [{ kind: 'group' }, { kind: 'connections', at_least: 2 }] });
      const hers = await arrive(visit, ana);
      await openDialog(hers, ryan, view);
      await reads(dialog(hers.page), 'are in a group with', 'share at least 2 connections');
      assert.ok(await hers.page.getByRole('button', { name: 'Send invitation' }).isDisabled());
      await hers.shot('door-closed');
      const door = await call(site, ana, 'GET', `/members/${ryan.id}/door`);
      assert.equal(door.allowed, false);
    },
  },
];
