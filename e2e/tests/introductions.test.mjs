// People S does not know: asked for, passed on, agreed to; and a no that looks like silence.

import assert from 'node:assert/strict';
import { arrive, choose, dialog, lacks, openDialog, reads } from '../lib/acts.mjs';
import { call, connect, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '0s' } } } };

const REASON = 'I would like to learn how you began the harbour archive.';

/** Ana knows Mia, Mia knows Ryan. */
async function three(site, view, name) {
  const ana = await join(site, `Ana${view} ${name}`, { headline: 'Keeper of maps' });
  const mia = await join(site, `Mia${view} ${name}`, { headline: 'Harbour master' });
  const ryan = await join(site, `Ryan${view} ${name}`, { headline: 'Archivist' });
  await connect(site, ana, mia);
  await connect(site, mia, ryan);
  return [ana, mia, ryan];
}

export const tests = [
  {
    name: 'Asked, passed on in other words, agreed to: three people talk, and two are one touch away (R4.3 R4.4 R4.5 F13)',
    async run({ site, view, visit }) {
      const [ana, mia, ryan] = await three(site, view, 'Lane');
      const hers = await arrive(visit, ana);
      await hers.goto(`/in/${ryan.handle}`);
      await hers.axe();
      await hers.fits();
      await hers.shot('introduction-profile', { fullPage: true });
      await hers.page.getByRole('link', { name: 'Ask for an introduction' }).click();
      await hers.page.getByRole('dialog').waitFor();
      await hers.page.getByLabel(`Why would you like to meet ${ryan.first}?`).fill('too short');
      hers.expects(/status of 422/);
      await dialog(hers.page).getByRole('button', { name: 'Ask', exact: true }).click();
      await dialog(hers.page).getByRole('alert').waitFor();
      await reads(dialog(hers.page), 'it takes at least 20');
      await hers.page.getByLabel(`Why would you like to meet ${ryan.first}?`).fill(REASON);
      await hers.axe();
      await hers.fits();
      await hers.shot('introduction-ask');
      await dialog(hers.page).getByRole('button', { name: 'Ask', exact: true }).click();
      await hers.page.getByText(`Asked. ${mia.first} decides whether to pass it on.`).waitFor();
      await hers.goto('/introductions');
      await reads(hers.page.getByRole('main'), `To meet ${ryan.name}, through ${mia.name}`, `With ${mia.first}.`);
      await hers.shot('introduction-asked', { fullPage: true });

      const mias = await arrive(visit, mia);
      await mias.goto('/notifications');
      await reads(mias.page.getByRole('main'), `${ana.name} asks you for an introduction.`);
      await mias.page.getByRole('main').getByRole('link', { name: 'Read and decide' }).first().click();
      await mias.page.getByRole('heading', { level: 1, name: `${ana.name} would like to meet ${ryan.name}` }).waitFor();
      await reads(mias.page.getByRole('main'), REASON, `${ana.first} is not told which`);
      await mias.page.getByLabel(`Your words to ${ryan.first}`).fill('Ryan, Ana is somebody you will like.');
      await mias.axe();
      await mias.fits();
      await mias.shot('introduction-forward', { fullPage: true });
      await mias.page.getByRole('button', { name: 'Pass it on' }).click();
      await mias.page.getByText(`Your words went to ${ryan.first}.`).waitFor();

      const his = await arrive(visit, ryan);
      await his.goto('/introductions');
      await reads(his.page.getByRole('main'), `${mia.name} would like you to meet ${ana.name}`);
      await his.axe();
      await his.fits();
      await his.shot('introduction-boxes', { fullPage: true });
      await his.page.getByRole('main').getByRole('link', { name: /Read and decide/ }).click();
      await reads(his.page.getByRole('main'), 'Ryan, Ana is somebody you will like.', REASON);
      await his.axe();
      await his.fits();
      await his.shot('introduction-answer', { fullPage: true });
      await his.page.getByRole('button', { name: 'Yes, let us talk' }).click();
      await his.page.getByText('The three of you can talk now.').waitFor();
      await reads(his.page.getByRole('main'), 'Ryan, Ana is somebody you will like.', REASON);
      await his.page.getByLabel(/^Message to/).fill('Good to meet you, Ana.');
      await his.page.getByRole('button', { name: 'Send', exact: true }).click();
      await his.page.getByText('Good to meet you, Ana.').last().waitFor();
      await his.axe();
      await his.fits();
      await his.shot('introduction-talk');

      await hers.goto('/notifications');
      await reads(hers.page.getByRole('main'), `${ryan.name} agreed to be introduced.`);
      await hers.goto('/messages');
      await hers.page.getByRole('link', { name: new RegExp(`${mia.name} and ${ryan.name}`) }).click();
      await reads(hers.page.getByRole('region', { name: /^Messages with/ }), ryan.name, 'Good to meet you, Ana.');
      await hers.page.getByRole('button', { name: `Connect with ${ryan.name}` }).click();
      await hers.page.getByText(/^Sent just now/).waitFor();
      const sent = (await call(site, ana, 'GET', '/invitations?box=sent&state=pending')).items;
      assert.deepEqual(sent.map((invitation) => invitation.to.id), [ryan.id]);

      await mias.goto('/messages');
      await mias.page.getByRole('link', { name: new RegExp(`${ana.name} and ${ryan.name}`) }).click();
      await mias.page.locator('.thread-head').getByRole('button', { name: 'More', exact: true }).click();
      await mias.page.getByRole('button', { name: 'Leave this conversation' }).click();
      await mias.page.getByText('You left.').waitFor();
      await lacks(mias.page.getByRole('main'), 'Good to meet you, Ana.');
    },
  },
  {
    name: 'Not now, no and nothing are one page to who asked (R4.4 F13)',
    async run({ site, view, visit }) {
      const pages = [];
      for (const what of ['Nothing', 'Later', 'No', 'Silence', 'Refused']) {
        const [ana, mia, ryan] = await three(site, view, 'Same');
        const asked = await call(site, ana, 'POST', '/introductions', { to: ryan.id, through: mia.id, reason: REASON });
        const act = (member, path, body) => call(site, member, 'PUT', `/introductions/${asked.id}/${path}`, body);
        if (what === 'Later') await act(mia, 'dismissal', { for_now: true });
        if (what === 'No') await act(mia, 'dismissal');
        if (what === 'Silence' || what === 'Refused') await act(mia, 'forwarding', { text: 'You two should talk.' });
        if (what === 'Refused') await act(ryan, 'dismissal');
        const hers = await arrive(visit, ana);
        await hers.goto(`/introductions/${asked.id}`);
        const one = await hers.page.getByRole('main').innerText();
        await hers.goto('/introductions');
        const list = await hers.page.getByRole('main').innerText();
        await hers.goto('/notifications');
        const news = await hers.page.getByRole('main').innerText();
        pages.push([one, list, news].join('\n'));
      }
      for (const page of pages) assert.equal(page, pages[0]);
    },
  },
  {
    name: 'Whoever is not known is reached by exactly the ways there are, and where there is none it is said (R0.3 R4.2)',
    async run({ site, view, visit }) {
      const [ana, mia, ryan] = await three(site, view, 'Ways');
      const far = await join(site, `Far${view} Ways`);
      const hers = await arrive(visit, ana);
      await openDialog(hers, ryan, view);
      await choose(dialog(hers.page), `I don’t know ${ryan.first}`);
      await dialog(hers.page).getByRole('link', { name: 'Ask for an introduction' }).waitFor();
      await reads(dialog(hers.page), `${mia.name} can bring you together with ${ryan.first}.`);
      await hers.axe();
      await hers.fits();
      await hers.shot('routes-unknown');
      await dialog(hers.page).getByRole('link', { name: 'Ask for an introduction' }).click();
      await hers.page.getByRole('heading', { name: `Ask for an introduction to ${ryan.first}` }).waitFor();

      await openDialog(hers, far, view);
      await reads(dialog(hers.page), `Other ways to ${far.first}`, 'share no connection who could introduce you');
      await hers.axe();
      await hers.fits();
      await hers.shot('routes-far');

      const plain = await arrive(visit, mia, { javascript: false });
      await plain.goto('/settings');
      await choose(plain.page, 'Connections may ask me to introduce them to other connections of mine');
      await plain.page.locator('#privacy').getByRole('button', { name: 'Save' }).click();
      await plain.page.getByText('Saved.').waitFor();
      await hers.goto(`/in/${ryan.handle}/introduction`);
      await reads(hers.page.getByRole('main'), `Nobody can be asked to introduce you to ${ryan.first}.`);
    },
  },
];
