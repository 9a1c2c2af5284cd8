// Finding people: by their words, and by whom one may know.

import assert from 'node:assert/strict';
import { arrive, lacks, reads } from '../lib/acts.mjs';
import { call, connect, group, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '0s' } } } };

export const tests = [
  {
    name: 'Search from the head of any page finds by name and headline, and Connect there is one click that sends one (R1.2 R5.1)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana${view} Seeker`);
      const ryan = await join(site, `Quentin${view} Okafor`, { headline: `Crane engineer ${view}` });
      const device = await arrive(visit, ana);
      const { page } = device;
      await page.locator('[data-search]').fill(`quentin${view}`);
      await page.keyboard.press('Enter');
      const row = page.getByRole('listitem').filter({ hasText: ryan.name });
      await row.getByRole('button', { name: `Connect with ${ryan.name}` }).dblclick();
      await row.getByText(/Sent/).first().waitFor();
      const { items } = await call(site, ana, 'GET', '/invitations?box=sent');
      assert.equal(items.length, 1, 'a double click sends one');
      assert.equal(items[0].note, null);
      await device.fits();
      await device.axe();
      await device.shot('search');

      await page.goto(`/search?query=${encodeURIComponent(`crane ${view}`)}`);
      await reads(page.getByRole('main'), ryan.name);
      await page.goto('/search?query=nobody-of-this-name');
      await lacks(page.getByRole('main'), ryan.name);
      await device.fits();
      await device.axe();
    },
  },
  {
    name: 'Suggestions say why, and one dismissed does not come again (R2.5 R11.7)',
    async run({ site, view, visit }) {
      const [ana, mia, ryan, tao] = await Promise.all(['Ana', 'Mia', 'Ryan', 'Tao'].map((name) => join(site, `${name}${view} Maybe`)));
      await connect(site, ana, mia);
      await connect(site, mia, ryan);
      await group(site, `Maybe ${view}`, [tao, ana]);
      const device = await arrive(visit, ana);
      const { page } = device;
      await page.goto('/people');
      const tile = (of) => page.getByRole('listitem').filter({ hasText: of.name });
      await reads(tile(ryan), /Mia|1 (shared )?connection/i);
      await reads(tile(tao), `Maybe ${view}`);
      await device.fits();
      await device.axe();
      await device.shot('suggestions', { fullPage: true });
      await page.getByRole('button', { name: `Do not suggest ${tao.name} again` }).click();
      await page.getByRole('button', { name: `Do not suggest ${tao.name} again` }).waitFor({ state: 'detached' });
      await page.goto('/people');
      await lacks(page.getByRole('main'), tao.name);
      await reads(page.getByRole('main'), ryan.name);
    },
  },
];
