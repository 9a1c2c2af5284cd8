// Looking through the boxes, and taking back the older invitations with a preview (R8.2, R9.4).

import assert from 'node:assert/strict';
import { arrive, lacks, reads } from '../lib/acts.mjs';
import { call, invite, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '0s' } } } };

export const tests = [
  {
    name: 'Sent and received are looked through by name and note, and several are withdrawn after a preview (R8.2 R9.4)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana${view} Boxes`);
      const [ben, cleo] = [await join(site, `Ben${view} Boxes`), await join(site, `Cleo${view} Boxes`)];
      await invite(site, ana, ben, { note: 'We met at sea.' });
      await invite(site, ana, cleo);
      const hers = await arrive(visit, ana);
      await hers.goto('/network/sent');
      await hers.axe();
      await hers.fits();
      await hers.shot('boxes-sent', { fullPage: true });
      await hers.page.getByLabel('Name').fill('cleo');
      await hers.page.getByRole('button', { name: 'Show', exact: true }).click();
      await reads(hers.page.locator('ul.rows'), cleo.name);
      await lacks(hers.page.locator('ul.rows'), ben.name);
      await hers.page.getByRole('link', { name: 'Show all' }).click();
      await hers.page.getByText('With a note', { exact: true }).first().click();
      await hers.page.getByRole('button', { name: 'Show', exact: true }).click();
      await reads(hers.page.locator('ul.rows'), ben.name);
      await lacks(hers.page.locator('ul.rows'), cleo.name);
      await hers.goto('/network/sent/withdrawals');
      await reads(hers.page.getByRole('main'), 'There are none');
      await hers.axe();
      await hers.fits();
      await hers.shot('boxes-preview', { fullPage: true });

      const his = await arrive(visit, ben);
      await his.goto('/network');
      await his.page.getByLabel('Name').fill('somebody else');
      await his.page.getByRole('button', { name: 'Show', exact: true }).click();
      await reads(his.page.getByRole('main'), 'Nothing of this kind');
      await his.fits();
      await his.shot('boxes-received', { fullPage: true });
    },
  },
  {
    name: 'Several received are ticked and ignored together, silently, with one way back for all (R10.6)',
    async run({ site, view, visit }) {
      const ben = await join(site, `Ben${view} Ticks`);
      const senders = [await join(site, `Ana${view} Ticks`), await join(site, `Cleo${view} Ticks`)];
      for (const sender of senders) await invite(site, sender, ben);
      const his = await arrive(visit, ben);
      await his.goto('/network');
      for (const sender of senders) {
        await his.page.getByRole('checkbox', { name: `Choose the invitation of ${sender.name}` }).check();
      }
      await his.fits();
      await his.axe();
      await his.shot('boxes-ticked', { fullPage: true });
      await his.page.getByRole('button', { name: /^Ignore those chosen/ }).click();
      await his.page.getByRole('heading', { name: 'No invitations at the moment' }).waitFor();
      const state = async (member, box) =>
        (await call(site, member, 'GET', `/invitations?box=${box}`)).items.map((item) => item.state);
      assert.deepEqual(await state(ben, 'received'), []);
      for (const sender of senders) assert.deepEqual(await state(sender, 'sent'), ['pending']);
      await his.page.getByRole('button', { name: 'Undo' }).click();
      await his.page.getByRole('checkbox', { name: `Choose the invitation of ${senders[0].name}` }).waitFor();
      assert.deepEqual(await state(ben, 'received'), ['pending', 'pending']);
    },
  },
];
