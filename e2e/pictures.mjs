// Takes the README's two pictures again, from a network made for them.
//
//   KITH_BINARY=target/debug/kith node e2e/pictures.mjs

import { join as path } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './harness/chromium.mjs';
import { startKith } from './harness/kith.mjs';
import { Visitor } from './harness/visitor.mjs';
import { choose, dialog, openDialog, signIn } from './lib/acts.mjs';
import { connect, group, invite, join } from './lib/network.mjs';

const images = fileURLToPath(new URL('../docs/images/', import.meta.url));
const site = await startKith({ config: { policy: { undo: { send: '0s' } } } });
const browser = await launch();
try {
  const { ana, ryan, mia } = await people();
  await invitation(ana, ryan);
  await phone(ryan, mia);
} finally {
  await browser.close();
  await site.stop();
}

async function people() {
  const harbour = { employer: 'Harbour Authority', title: 'Dock engineer', from: '2012-01', to: '2016-09' };
  const ana = await join(site, 'Ana Yılmaz', {
    headline: 'Ferry planner at Izmir Ferries',
    location: 'İzmir',
    summary: 'Timetables, tides, and the people who keep both.',
    positions: [{ ...harbour, title: 'Planner', from: '2011-03' }, { employer: 'Izmir Ferries', title: 'Head of planning', from: '2016-10' }],
    interests: ['Open data', 'Choir singing'],
  });
  const ryan = await join(site, 'Ryan Okafor', {
    headline: 'Crane engineer', summary: 'Cranes, mostly.', positions: [harbour], interests: ['Open data'],
  });
  const mia = await join(site, 'Mia Sørensen', {
    headline: 'Data engineer at Kestrel', summary: 'Harbours in numbers.', positions: [{ ...harbour, title: 'Data engineer', from: '2014-05' }], interests: ['Open data', 'Rowing'],
  });
  const others = [await join(site, 'Tao Chen'), await join(site, 'Zoé Martin')];
  await group(site, 'Harbour choir', [ana, ryan, mia]);
  for (const other of others) for (const one of [ana, ryan]) await connect(site, one, other);
  return { ana, ryan, mia };
}

/** One invitation, opened, as its recipient reads it on a desktop. */
async function invitation(ana, ryan) {
  const note = 'Hi Ryan, we kept the east quay running together in 2014, and last week I heard you sing with the harbour choir. I would like to stay in touch. – Ana';
  const { id } = await invite(site, ana, ryan, { note, purpose: 'keep_in_touch', relation: { kind: 'friend' } });
  const device = await Visitor.arrive(browser, { url: site.url, view: 'desktop', viewport: { width: 1200, height: 800 }, deviceScaleFactor: 1 });
  await signIn(device, ryan);
  await device.page.goto(`/invitations/${id}`);
  await device.page.getByRole('button', { name: 'Open the invitation' }).click();
  await device.page.getByRole('heading', { name: 'What you share' }).waitFor();
  await photograph(device, 'invitation.png');
}

/** The dialog of an invitation on a phone, a fact just put into the note. */
async function phone(ryan, mia) {
  const device = await Visitor.arrive(browser, { url: site.url, view: 'phone' });
  await signIn(device, ryan);
  await openDialog(device, mia, 'phone');
  const form = dialog(device.page);
  await choose(form, 'Worked together');
  await form.getByRole('button', { name: 'Harbour choir', exact: true }).click();
  await form.getByLabel('Personal note').scrollIntoViewIfNeeded();
  await photograph(device, 'phone.png');
}

async function photograph({ page, context }, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path(images, name), caret: 'initial' });
  await context.close();
}
