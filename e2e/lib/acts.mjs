// What people do on the pages again and again, the way people do it: by labels and buttons.

import assert from 'node:assert/strict';

/** Brings a member to a device of their own, signed in, on the home page. */
export async function arrive(visit, member, options) {
  const device = await visit(options);
  await signIn(device, member);
  return device;
}

export async function signIn({ page }, { email, password }) {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: /Good to see you/ }).waitFor();
}

/** The dialog of an invitation, wherever it stands: over a page, or as a page. */
export const dialog = (page) => page.locator('[data-dialog-content]');

/** From a profile into the full dialog, as this screen leads there (R1.1, R3.2). */
export async function openDialog({ page }, to, view) {
  await page.goto(`/in/${to.handle}`);
  if (view === 'phone') {
    await page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('link', { name: 'Customize invite' }).click();
  } else {
    await page.getByRole('link', { name: 'Connect', exact: true }).click();
  }
  await page.getByRole('dialog').waitFor();
}

/** Chooses one of several ticks or dots by its words; its label is what a finger touches. */
export async function choose(place, words) {
  await place.getByText(words, { exact: true }).click();
}

/** The card of an invitation in a list, by who sent it. */
export function card(page, from) {
  return page.getByRole('article').filter({ has: page.getByRole('heading', { name: from.name }) });
}

/** Fails unless the text of a place has all of these in it. */
export async function reads(place, ...texts) {
  const text = (await place.innerText()).replace(/\s+/g, ' ');
  for (const wanted of texts) {
    const found = wanted instanceof RegExp ? wanted.test(text) : text.includes(wanted);
    assert.ok(found, `${wanted} is not in: ${text}`);
  }
}

/** Fails if the text of a place has any of these in it. */
export async function lacks(place, ...texts) {
  const text = (await place.innerText()).replace(/\s+/g, ' ');
  for (const unwanted of texts) {
    const found = unwanted instanceof RegExp ? unwanted.test(text) : text.includes(unwanted);
    assert.ok(!found, `${unwanted} is in: ${text}`);
  }
}
