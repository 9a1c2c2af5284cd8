// Every page, looked at: accessible in both colourings, no wider than the screen, and a picture of it.

import { arrive, dialog, openDialog } from '../lib/acts.mjs';
import { call, connect, group, invite, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '0s' } } } };

async function look(device, name, path) {
  if (path) await device.goto(path);
  await device.fits();
  await device.axe();
  await device.shot(name, { fullPage: true });
}

/** A member among colleagues, with something of everything. */
async function furnished(site, view) {
  const acme = { employer: 'Acme GmbH', title: 'Planner', from: '2011-03', to: '2016-09' };
  const ana = await join(site, `Ana${view} Lee`, {
    headline: 'Ferry planner at the harbour authority',
    location: 'İzmir',
    summary: 'Timetables, tides and the people who keep both.',
    positions: [acme, { employer: 'Harbour Authority', title: 'Head of planning', from: '2016-10' }],
    educations: [{ school: 'Ege University', degree: 'BSc Mathematics', from: '2007-09', to: '2011-06' }],
    interests: ['Tide tables', 'Choir', 'Open data'],
  });
  const ryan = await join(site, `Ryan${view} Okafor`, {
    headline: 'Dock engineer', summary: 'Cranes, mostly.', positions: [{ ...acme, from: '2012-01' }], interests: ['Open data'],
  });
  const [mia, tao, zoe] = [
    await join(site, `Mia${view} Sun`, { headline: 'Data engineer' }),
    await join(site, `陶${view} 美`, { headline: '港湾技師' }),
    await join(site, `Zoé${view} Martin`),
  ];
  const choir = await group(site, `Harbour choir ${view}`, [ana, ryan, tao]);
  await connect(site, ana, mia, { note: 'Good to have worked with you on the tide tables.' });
  await connect(site, ryan, mia);
  await call(site, mia, 'POST', `/conversations/${ana.id}/messages`, { text: 'Shall we meet on Tuesday?' });
  const { id } = await invite(site, ryan, ana, { note: 'Hi Ana, we both sang at the quay last winter, and I would like to stay in touch. – Ryan' });
  await invite(site, zoe, ana);
  const sent = await invite(site, ana, tao);
  const ignored = await invite(site, await join(site, `Ike${view} Stone`), ana);
  await call(site, ana, 'PUT', `/invitations/${ignored.id}/dismissal`);
  return { ana, ryan, mia, tao, zoe, choir, received: id, sent: sent.id };
}

export const tests = [
  {
    name: 'Every page is accessible in light and dark, and fits the screen (R3.1)',
    timeout: 180_000,
    async run({ site, view, visit }) {
      const door = await visit();
      for (const [name, path] of [['landing', '/'], ['sign-up', '/sign-up'], ['sign-in', '/sign-in'], ['help', '/help']]) await look(door, name, path);

      const newcomer = await arrive(visit, await join(site, `Nele${view} Neu`));
      for (const [name, path] of [
        ['empty-home', '/'], ['empty-received', '/network'], ['empty-sent', '/network/sent'], ['empty-archive', '/network/archive'],
        ['empty-connections', '/network/connections'], ['empty-messages', '/messages'], ['empty-notifications', '/notifications'],
      ]) await look(newcomer, name, path);

      const { ana, ryan, mia, choir, received, sent, zoe } = await furnished(site, view);
      const device = await arrive(visit, ana);
      for (const [name, path] of [
        ['home', '/'], ['own-profile', `/in/${ana.handle}`], ['own-card', `/in/${ana.handle}/card`], ['edit-profile', '/profile/edit'],
        ['connection', `/in/${mia.handle}`], ['stranger', `/in/${zoe.handle}`], ['network', '/network'], ['archive', '/network/archive'],
        ['sent-list', '/network/sent'], ['connections', '/network/connections'], ['shared', `/in/${ryan.handle}/shared-connections`],
        ['received-one', `/invitations/${received}`], ['sent-one', `/invitations/${sent}`], ['report', `/invitations/${received}/report`],
        ['messages-list', '/messages'], ['conversation', `/messages/${mia.handle}`], ['news', '/notifications'], ['groups', '/groups'],
        ['group', `/groups/${choir}`], ['new-group', '/groups/new'], ['standing', '/standing'], ['settings', '/settings'],
        ['block', `/in/${mia.handle}/block`], ['disconnect', `/in/${mia.handle}/disconnect`],
      ]) await look(device, name, path);
      device.expects(/status of 404/);
      await look(device, 'lost', '/in/nobody-of-this-name');

      const guest = await arrive(visit, mia);
      await openDialog(guest, zoe, view);
      await look(guest, 'dialog-nothing-shared');
      await openDialog(guest, await choirMaster(site, view, choir, mia), view);
      await dialog(guest.page).getByText('will see').click();
      await look(guest, 'dialog-open');
    },
  },
];

/** Somebody with whom Mia shares a group. */
async function choirMaster(site, view, choir, mia) {
  const otis = await join(site, `Otis${view} Reed`, { headline: 'Choir master' });
  for (const member of [otis, mia]) await call(site, member, 'PUT', `/groups/${choir}/membership`);
  return otis;
}
