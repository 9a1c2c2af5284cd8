// What one keeps about a connection, for oneself alone (F18).

import { arrive, lacks, reads } from '../lib/acts.mjs';
import { call, connect, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '0s' } } } };

export const tests = [
  {
    name: 'What one keeps about a connection stands on its profile, for oneself alone, and finds it again (F18)',
    async run({ site, view, visit }) {
      const [ana, ben] = [await join(site, `Ana${view} Keeps`), await join(site, `Ben${view} Kept`)];
      await connect(site, ana, ben);
      const hers = await arrive(visit, ana);
      await hers.goto(`/in/${ben.handle}`);
      await hers.page.getByRole('link', { name: /Keep something/ }).click();
      await hers.page.getByRole('dialog').waitFor();
      await hers.page.getByLabel('Note').fill('Sings tenor.\nKnows the ferries.');
      await hers.page.getByLabel('Tags').fill('Choir, Ferries');
      await hers.page.getByLabel('Be in touch on').fill('2020-05-01');
      await hers.axe();
      await hers.shot('memory-dialog');
      await hers.page.getByRole('button', { name: 'Keep', exact: true }).click();
      await hers.page.getByText('Kept, for you alone.').waitFor();
      await reads(hers.page.getByRole('main'), 'Sings tenor.', 'Choir', 'Ferries', 'Be in touch on');
      await hers.axe();
      await hers.fits();
      await hers.shot('memory-profile', { fullPage: true });
      await hers.goto('/network/connections');
      await hers.shot('memory-connections');
      await hers.page.getByRole('link', { name: 'To be in touch' }).click();
      await reads(hers.page.getByRole('main'), ben.name, '1 May 2020');
      await hers.page.getByRole('link', { name: /^Choir/ }).click();
      await reads(hers.page.getByRole('main'), ben.name);
      await hers.axe();
      await hers.fits();
      await hers.shot('memory-list', { fullPage: true });

      const his = await arrive(visit, ben);
      await his.goto(`/in/${ana.handle}`);
      await lacks(his.page.locator('body'), 'Sings tenor', 'Choir');
      const got = await call(site, ben, 'GET', `/connections/${ana.id}/memory`);
      if (JSON.stringify(got).includes('tenor')) throw new Error('it is on the other side');
    },
  },
];
