// The main job, whole: two people who know each other meet here, and write to each other.

import assert from 'node:assert/strict';
import { arrive, card, choose, dialog, lacks, openDialog, reads } from '../lib/acts.mjs';
import { PASSWORD } from '../harness/kith.mjs';
import { group, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '1s' } } } };

export const tests = [
  {
    name: 'Two people meet: sign-up, profile, invitation with a note, acceptance, first messages (R1.1 R1.6 R2.4 R2.6 R2.8 R7.1 R7.2 R7.3 R10.2 R10.3 R10.4 R10.5)',
    timeout: 120_000,
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana${view} Lee`, {
        headline: 'Ferry planner',
        summary: 'Timetables, tides and the people who keep both.',
        positions: [{ employer: 'Acme GmbH', title: 'Planner', from: '2011-03', to: '2016-09' }],
        interests: ['Tide tables'],
      });
      const choir = await group(site, `Harbour choir ${view}`, [ana]);

      const his = await visit();
      const ryan = await signUp(his, `Ryan${view} Okafor`);
      await fillIn(his.page, ryan, choir);

      const hers = await arrive(visit, ana);
      await hers.page.locator('[data-search]').fill(ryan.name);
      await hers.page.keyboard.press('Enter');
      await hers.page.getByRole('main').getByRole('link', { name: ryan.name, exact: true }).click();
      await reads(hers.page.getByRole('main'), ryan.name, 'Dock engineer', `Harbour choir ${view}`, 'at the same time, 2012');
      await hers.fits();
      await hers.shot('profile', { fullPage: true });

      await openDialog(hers, ryan, view);
      await writeNote(hers, view);
      await reads(hers.page.getByRole('main'), `Sent to ${ryan.name}`);
      await hers.page.getByRole('button', { name: 'Undo' }).first().waitFor();

      await letTheUndoPass(his.page, ana);
      await his.shot('received', { fullPage: true });
      const invitation = card(his.page, ana);
      await reads(invitation, 'Is it personal?', 'Yes, written for you', 'What do you share?', '1 group', 'Who is this?', 'worked together', 'Acme GmbH');
      await lacks(invitation, /score|%|recommended/i);
      await invitation.getByRole('button', { name: /^Read in full/ }).click();
      await his.page.getByRole('heading', { level: 1, name: `${ana.name} would like to connect` }).waitFor();
      await reads(his.page.getByRole('main'), `Harbour choir ${view}`, 'we both sang', 'As it stood on');
      await his.fits();
      await his.shot('invitation', { fullPage: true });
      await his.page.getByRole('button', { name: /^Accept/ }).click();
      await his.page.getByText(`You and ${ana.name} are connected.`).waitFor();

      await hers.goto('/notifications');
      await reads(hers.page.getByRole('main'), `${ryan.name} accepted your invitation.`);
      await hers.shot('notifications');
      await hers.page.getByRole('link', { name: `Write to ${ryan.first}` }).click();
      const message = hers.page.getByLabel(`Message to ${ryan.name}`);
      assert.equal(await message.inputValue(), '', 'nothing is written for her (R7.1)');
      await reads(hers.page.getByRole('main'), 'Your invitation', 'we both sang');
      await hers.page.getByRole('button', { name: 'Say thank you' }).click();
      assert.match(await message.inputValue(), /thank/i);
      await message.fill('I am looking for a job, and our choir is short of tenors.');
      await hers.page.getByRole('button', { name: 'Send', exact: true }).click();
      await reads(hers.page.getByRole('main'), 'Only you see this');
      await hers.page.getByLabel(`Message to ${ryan.name}`).fill('Our choir is short of tenors.');
      await hers.page.getByRole('button', { name: /^Send/ }).click();
      await hers.page.locator('.bubble--mine').filter({ hasText: 'short of tenors' }).waitFor();

      await his.goto('/messages');
      await his.page.getByRole('link', { name: new RegExp(ana.name) }).click();
      await reads(his.page.getByRole('main'), 'The invitation', 'Our choir is short of tenors.');
      await lacks(his.page.getByRole('main'), 'looking for a job');
      await his.page.getByLabel(`Message to ${ana.name}`).fill('I sing bass.');
      await his.page.getByRole('button', { name: 'Send', exact: true }).click();
      await his.page.locator('.bubble--mine').filter({ hasText: 'I sing bass.' }).waitFor();
      await his.fits();
      await his.shot('messages');
    },
  },
];

/** Joins by the page; the member, with the handle the site gave. */
async function signUp({ page }, name) {
  const email = `${name.toLowerCase().replace(' ', '.')}@example.net`;
  await page.goto('/');
  await page.getByRole('link', { name: 'Join', exact: true }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByText('Welcome.').waitFor();
  await page.getByRole('button', { name: 'Your menu' }).click();
  await page.getByRole('link', { name: 'Your profile', exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  return { name, first: name.split(' ')[0], email, password: PASSWORD, handle: new URL(page.url()).pathname.split('/').at(-1) };
}

async function fillIn(page, member, choir) {
  await page.goto('/profile/edit');
  await page.getByLabel('Headline').fill('Dock engineer');
  await page.getByLabel('Summary').fill('Cranes, mostly.');
  await page.locator('#words').getByRole('button', { name: 'Save' }).click();
  const positions = page.locator('#positions');
  await positions.getByLabel('Title').fill('Engineer');
  await positions.getByLabel('Employer').fill('ACME');
  await positions.getByLabel('From').fill('2012-01');
  await positions.getByLabel('To', { exact: false }).last().fill('2014-12');
  await positions.getByRole('button', { name: 'Add' }).click();
  await positions.getByRole('button', { name: 'Remove Engineer' }).waitFor();
  await page.locator('#interests').getByRole('textbox').fill('Cranes');
  await page.locator('#interests').getByRole('button', { name: 'Save' }).click();
  await page.goto(`/groups/${choir}`);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: 'Leave the group' }).waitFor();
  await page.goto(`/in/${member.handle}`);
  await reads(page.getByRole('main'), 'Dock engineer', 'Cranes');
}

/** Fills the dialog: a fact once, a gap refused, too long refused with the count, then a note that is sent. */
async function writeNote(device, view) {
  const { page } = device;
  const form = dialog(page);
  const note = form.getByLabel('Personal note');
  await reads(form, 'optional', /[\d,]+ of 3,000 invitations left/);
  await choose(form, 'Worked together');
  await device.fits();
  await device.shot('dialog');

  const fact = form.getByRole('button', { name: `Harbour choir ${view}`, exact: true });
  await fact.click();
  assert.equal(await note.inputValue(), `We are both in Harbour choir ${view}.`);
  assert.equal(await fact.getAttribute('aria-pressed'), 'true');
  await fact.click();
  assert.equal(await note.inputValue(), '', 'a fact goes in once, and out again');

  const refused = async (text, words) => {
    await note.fill(text);
    device.expects(/status of 422/);
    await form.getByRole('button', { name: 'Send invitation' }).click();
    await form.getByRole('alert').getByText(words).waitFor();
    assert.equal(await note.inputValue(), text, 'what was written is kept');
  };
  await refused('Hi, [how we know each other].', 'Fill in [how we know each other], or take it out.');
  await note.fill('ä'.repeat(301));
  await form.getByText('301/300').waitFor();
  await refused('ä'.repeat(301), 'The note has 301 characters; at most 300 fit.');

  await note.fill('Hi Ryan, we both sang at the quay last winter. – Ana');
  await form.getByRole('button', { name: 'Send invitation' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** Held invitations reach nobody: R's list gets it once the window has passed (R8.7). */
async function letTheUndoPass(page, from) {
  for (let tries = 0; tries < 40; tries += 1) {
    await page.goto('/network');
    if ((await card(page, from).count()) > 0) return;
    await page.waitForTimeout(250);
  }
  assert.fail(`the invitation of ${from.name} never came`);
}
