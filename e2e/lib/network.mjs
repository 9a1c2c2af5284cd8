// Setting the scene through the API, so that a walk begins where it matters.

import assert from 'node:assert/strict';
import { PASSWORD } from '../harness/kith.mjs';

let joined = 0;

/** Calls the API as a member and fails on anything but success; the answer's body. */
export async function call(site, member, method, path, body) {
  const answer = await site.api(method, path, { token: member.token, body });
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/**
 * A member with a profile, who joined through the API.
 *
 * @param profile.positions  `[{employer, title, from, to}]`, months as `2012-05`
 * @param profile.educations `[{school, degree, from, to}]`
 * @param profile.interests  words
 * @param profile            the rest as `PATCH /me` takes it
 * @returns `{id, name, first, handle, email, password, token}`
 */
export async function join(site, name, { positions = [], educations = [], interests = [], ...words } = {}) {
  joined += 1;
  const account = { name, email: `member${joined}@example.org`, password: PASSWORD };
  const { token, member: person } = await call(site, {}, 'POST', '/accounts', account);
  const member = { ...account, ...person, token, first: name.split(' ')[0] };
  if (Object.keys(words).length > 0) await call(site, member, 'PATCH', '/me', words);
  for (const position of positions) await call(site, member, 'POST', '/me/positions', position);
  for (const education of educations) await call(site, member, 'POST', '/me/educations', education);
  if (interests.length > 0) await call(site, member, 'PUT', '/me/interests', interests);
  return member;
}

/** `from` invites `to`; the invitation as `from` has it. */
export function invite(site, from, to, rest = {}) {
  return call(site, from, 'POST', '/invitations', { to: to.id, ...rest });
}

/** The two are connected. The server must let invitations leave at once (`undo.send = "0s"`). */
export async function connect(site, from, to, rest = {}) {
  const { id } = await invite(site, from, to, rest);
  await call(site, to, 'PUT', `/invitations/${id}/acceptance`);
  return id;
}

/** A group that `founder` began and the others joined; its id. */
export async function group(site, name, [founder, ...others]) {
  const { id } = await call(site, founder, 'POST', '/groups', { name });
  for (const member of others) await call(site, member, 'PUT', `/groups/${id}/membership`);
  return id;
}
