// Silence (R6.1): whatever R does short of accepting, the pages of S are the same.

import assert from 'node:assert/strict';
import { arrive } from '../lib/acts.mjs';
import { call, invite, join } from '../lib/network.mjs';

export const server = { config: { policy: { undo: { send: '0s' } } } };

// What R does with an invitation that they have opened.
const FATES = {
  silence: async () => {},
  ignore: (site, ryan, id) => call(site, ryan, 'PUT', `/invitations/${id}/dismissal`),
  mark: async (site, ryan, id) => {
    await call(site, ryan, 'PUT', `/invitations/${id}/dismissal`);
    await call(site, ryan, 'PUT', `/invitations/${id}/mark`);
  },
  report: (site, ryan, id) => call(site, ryan, 'PUT', `/invitations/${id}/report`, { reason: 'This is advertising.' }),
};

export const tests = [
  {
    name: 'Silence, ignore, mark and report look the same on every page of the one who invited (R6.1 R8.5)',
    views: ['desktop'],
    async run({ site, visit }) {
      const seen = {};
      for (const [fate, happens] of Object.entries(FATES)) seen[fate] = await pagesAfter({ site, visit, fate, happens });
      for (const fate of ['ignore', 'mark', 'report']) {
        for (const [page, html] of Object.entries(seen.silence)) {
          assert.equal(seen[fate][page], html, `${page} tells that R chose ${fate}`);
        }
      }
      assert.match(seen.silence['the list of what was sent'], /Can no longer be withdrawn/, 'the pages were there to be compared');
    },
  },
  {
    name: 'What differs is seen: the same comparison tells acceptance (R6.1)',
    views: ['desktop'],
    async run({ site, visit }) {
      const silence = await pagesAfter({ site, visit, fate: 'quiet', happens: async () => {} });
      const happens = (_, ryan, id) => call(site, ryan, 'PUT', `/invitations/${id}/acceptance`);
      const accepted = await pagesAfter({ site, visit, fate: 'accept', happens });
      for (const page of ['the list of what was sent', 'the invitation', 'the profile of R', 'the news']) {
        assert.notEqual(accepted[page], silence[page], page);
      }
    },
  },
];

/** S invites R, R opens it, and it meets its fate; then every page of S that could tell, made comparable. */
async function pagesAfter({ site, visit, fate, happens }) {
  const [ana, ryan] = [await join(site, `Ana Fate-${fate}`), await join(site, `Ryan Fate-${fate}`)];
  const { id } = await invite(site, ana, ryan, { note: 'We met at the quay.' });
  await call(site, ryan, 'PUT', `/invitations/${id}/view`);
  await happens(site, ryan, id);
  const device = await arrive(visit, ana);
  const paths = {
    'the home page': '/',
    'the list of what was sent': '/network/sent',
    'what waits for an answer': '/network/sent?state=open',
    'what is over': '/network/sent?state=expired',
    'the invitation': `/invitations/${id}`,
    'the profile of R': `/in/${ryan.handle}`,
    'the dialog': `/in/${ryan.handle}/invite`,
    'the news': '/notifications',
    'the standing': '/standing',
    'the messages': '/messages',
    'the connections': '/network/connections',
  };
  const pages = {};
  for (const [name, path] of Object.entries(paths)) {
    const answer = await device.context.request.get(path);
    assert.equal(answer.status(), 200, path);
    pages[name] = comparable(await answer.text(), [ana, ryan]);
  }
  return pages;
}

/** Takes out what differs between any two pairs: names and the hues drawn from ids, ids, tokens, moments. */
function comparable(html, members) {
  let text = html;
  for (const [index, { name, handle, id }] of members.entries()) {
    text = text.replaceAll(name, `NAME ${index}`).replaceAll(handle, `handle-${index}`).replaceAll(id, `ID ${index}`);
  }
  return text
    // The rates are renewed on a day of the week that differs from member to member.
    .replaceAll(/As of <time[^>]*>[^<]*<\/time>/g, 'As of')
    .replaceAll(/since=\d+/g, 'since')
    .replaceAll(/name="csrf" value="[^"]*"/g, 'name="csrf"')
    .replaceAll(/avatar--h\d+/g, 'avatar--h')
    .replaceAll(/datetime="[^"]*"/g, 'datetime')
    .replaceAll(/\d{15,}/g, 'ID');
}
