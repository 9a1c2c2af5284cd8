// The end of an allowance, restrictions with their reasons, appeals: both sides (F11).

import assert from 'node:assert/strict';
import { arrive, lacks, reads, signIn } from '../lib/acts.mjs';
import { call, invite, join } from '../lib/network.mjs';

export const server = {
  config: {
    policy: {
      undo: { send: '0s' },
      marks: { threshold: 1 },
      invitations: { lifetime: 4, review_grants: [5, 2, 1] },
      review: { at_left_percent: 50 },
    },
  },
};

const WHY = 'I organise the harbour festival and meet everybody who works there.';

/** A moderator, made as an operator makes one. */
async function moderator(site, name) {
  const account = site.member(name, { moderator: true });
  return { ...account, token: await site.token(account) };
}

const restrict = (site, by, whom, lifts = 'moderator') =>
  call(site, by, 'POST', `/moderation/members/${whom.id}/restrictions`, {
    ground: 'advertising',
    facts: 'reports',
    lifts,
    explanation: 'Forty people were sent the same advertisement within one morning.',
  });

export const tests = [
  {
    name: 'At the end of the allowance a member asks; one moderator refuses with a day, another time one grants (F11 R5.4 R5.5)',
    async run({ site, view, visit }) {
      const [ana, ben] = [await join(site, `Ana${view} Ledger`), await join(site, `Ben${view} Ledger`)];
      const mo = await moderator(site, `Mo${view} Ledger`);
      for (const name of ['Cleo', 'Dan', 'Eva']) {
        for (const from of [ana, ben]) await invite(site, from, await join(site, `${name}${view} Ledger`));
      }
      const hers = await arrive(visit, ana);
      await hers.goto('/standing');
      const main = hers.page.getByRole('main');
      await reads(main, 'Your standing is good', 'In all: 1 of 4 left', 'How your invitations are met', 'Not yet', `Cleo${view} Ledger`);
      hers.expects(/status of 422/);
      await hers.page.getByLabel('Your reasons').fill('More, please.');
      await hers.page.getByRole('button', { name: 'Ask for more' }).click();
      await reads(main, 'write at least 20');
      await hers.axe();
      await hers.page.getByLabel('Your reasons').fill(WHY);
      await hers.shot('standing-asking', { fullPage: true });
      await hers.page.getByRole('button', { name: 'Ask for more' }).click();
      await reads(main, 'Waits for a moderator', 'You have asked for more.');
      await hers.fits();
      await hers.shot('standing-asked', { fullPage: true });
      await call(site, ben, 'POST', '/me/allowance/requests', { reasons: WHY });

      const theirs = await visit();
      await signIn(theirs, mo);
      const decide = async (whom) => {
        await theirs.goto('/moderation/waiting');
        await theirs.page.getByRole('link', { name: `Decide about ${whom.name}` }).click();
      };
      await theirs.goto('/moderation/waiting');
      await reads(theirs.page.getByRole('main'), 'Asks for more invitations', ana.name, ben.name);
      await theirs.axe();
      await theirs.fits();
      await theirs.shot('waiting', { fullPage: true });
      await decide(ana);
      await reads(theirs.page.getByRole('main'), WHY, '3 of 4 are used', 'Too little to tell', 'Last 90 days');
      await theirs.axe();
      await theirs.fits();
      await theirs.shot('review', { fullPage: true });
      await theirs.page.getByText('Grant 5').click();
      await theirs.page.getByRole('button', { name: 'Decide' }).click();
      await theirs.page.getByText('Decided. The member is told.').waitFor();
      await decide(ben);
      theirs.expects(/status of 422/);
      await theirs.page.getByText('Refuse', { exact: false }).first().click();
      await theirs.page.getByRole('button', { name: 'Decide' }).click();
      await reads(theirs.page.getByRole('main'), 'This is needed');
      await theirs.page.getByRole('textbox', { name: /^Reason/ }).fill('Few of those you invited have answered so far: wait for them.');
      await theirs.page.getByRole('button', { name: 'Decide' }).click();
      await theirs.page.getByText('Decided. The member is told.').waitFor();

      await hers.goto('/standing');
      await reads(main, 'In all: 6 of 9 left', '5 more granted', 'Granted on your request', '+5');
      await hers.shot('standing-granted', { fullPage: true });
      const [refused] = (await call(site, ben, 'GET', '/me/allowance/requests')).items;
      assert.equal(refused.state, 'refused');
      const again = await site.api('POST', '/me/allowance/requests', { token: ben.token, body: { reasons: WHY } });
      assert.equal(again.body.code, 'too_early');
      assert.equal(again.body.retry_at, refused.retry_at);
      const his = await arrive(visit, ben);
      await his.goto('/standing');
      await reads(his.page.getByRole('main'), 'Refused', 'wait for them', 'You may ask again from');
    },
  },
  {
    name: 'A restriction tells all its reasons; the appeal is answered by a moderator who did not decide (F11 R6.4)',
    async run({ site, view, visit }) {
      const ana = await join(site, `Ana${view} Appeal`);
      const [mo, mia] = [await moderator(site, `Mo${view} Appeal`), await moderator(site, `Mia${view} Appeal`)];
      await restrict(site, mo, ana);
      const hers = await arrive(visit, ana);
      await hers.goto('/standing');
      const main = hers.page.getByRole('main');
      await reads(main, 'You can send no invitations at present', 'What you sent advertises.', 'Forty people',
        'What was reported to the moderators', 'A moderator', 'Every way of sending invitations, and nothing else');
      await lacks(main, mo.name);
      await hers.page.getByText('Appeal', { exact: true }).last().click();
      await hers.page.getByLabel('Why it is wrong').fill('They were invitations to the festival, each to somebody who works there.');
      await hers.axe();
      await hers.fits();
      await hers.shot('restricted-by-moderator', { fullPage: true });
      await hers.page.getByRole('button', { name: 'Send the appeal' }).click();
      await reads(main, 'Your appeal', 'A moderator who did not decide answers within a week');
      await hers.shot('appealed', { fullPage: true });

      const his = await visit();
      await signIn(his, mo);
      await his.goto('/moderation/waiting');
      await his.page.getByRole('listitem').filter({ hasText: 'Appeals' }).getByRole('link', { name: `Decide about ${ana.name}` }).click();
      await reads(his.page.getByRole('main'), 'another moderator answers the appeal');
      await lacks(his.page.getByRole('main'), 'What it comes to');
      const theirs = await visit();
      await signIn(theirs, mia);
      await theirs.goto('/moderation/waiting');
      await theirs.page.getByRole('listitem').filter({ hasText: 'Appeals' }).getByRole('link', { name: `Decide about ${ana.name}` }).click();
      await theirs.axe();
      await theirs.fits();
      await theirs.shot('appeal-case', { fullPage: true });
      await theirs.page.getByText('Lift it').click();
      await theirs.page.getByRole('textbox', { name: /^Reason/ }).fill('Each of them works at the festival; this was no advertisement.');
      await theirs.page.getByRole('button', { name: 'Answer' }).click();
      await theirs.page.getByText('Answered. The member is told.').waitFor();

      await hers.goto('/standing');
      await reads(main, 'Your standing is good', 'The restriction was lifted, and counts no more', 'this was no advertisement');
      await lacks(main, mia.name);
      await hers.shot('appeal-lifted', { fullPage: true });
      await invite(site, ana, await join(site, `Stranger${view} Appeal`));
    },
  },
];
