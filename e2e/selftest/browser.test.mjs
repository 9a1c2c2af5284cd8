// The harness finds what it says it finds.

import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { startSite } from './site.mjs';

export const start = startSite;

/** Opens a page that makes the browser complain; passes when the complaint is heard. */
const heard = (name, path, complaint) => ({
  name,
  views: ['desktop'],
  async run({ visit }) {
    const visitor = await visit();
    await visitor.goto(path);
    await visitor.page.waitForTimeout(100);
    assert.match(visitor.complaints().join('\n'), complaint);
    visitor.expects(complaint);
    // What does not load is told twice: as a request or an answer, and on the console.
    visitor.expects(/console: |request: |script: /);
  },
});

/** Opens a page with a fault for axe; passes when axe names it. */
const found = (name, path, violation) => ({
  name,
  views: ['phone'],
  async run({ visit }) {
    const visitor = await visit();
    await visitor.goto(path);
    await assert.rejects(visitor.axe(), violation);
  },
});

export const tests = [
  {
    name: 'a page without faults passes every check',
    async run({ visit, view }) {
      const visitor = await visit();
      await visitor.goto('/');
      await visitor.axe();
      await visitor.fits();
      const picture = await visitor.shot('selftest');
      assert.match(picture, new RegExp(`selftest-${view}\\.png$`));
      assert.ok(existsSync(picture));
      rmSync(picture);
      assert.equal(await visitor.page.textContent('#script'), 'a script ran');
      const width = await visitor.page.evaluate(() => [window.innerWidth, 'ontouchstart' in window]);
      assert.deepEqual(width, view === 'phone' ? [360, true] : [1280, false]);
      await visitor.page.getByRole('link', { name: 'Another page' }).click();
      await visitor.page.getByRole('heading', { name: 'Another' }).waitFor();
    },
  },
  {
    name: 'a browser without scripts runs none',
    async run({ visit }) {
      const visitor = await visit({ javascript: false });
      await visitor.goto('/');
      assert.equal(await visitor.page.textContent('#script'), 'no script ran');
    },
  },
  {
    name: 'leaving a page with an open event stream is no fault',
    async run({ visit }) {
      const visitor = await visit();
      await visitor.goto('/live');
      await visitor.page.waitForFunction(() => document.title === 'heard');
      await visitor.goto('/other');
      assert.deepEqual(visitor.complaints(), []);
    },
  },
  {
    name: 'a complaint that was expected and never came is told',
    views: ['desktop'],
    async run({ visit }) {
      const visitor = await visit();
      visitor.expects(/unhappy/);
      await visitor.goto('/');
      assert.match(visitor.complaints().join(), /never came: \/unhappy\//);
      await visitor.goto('/console-error');
    },
  },
  {
    name: 'a page wider than the screen is told',
    async run({ visit }) {
      const visitor = await visit();
      await visitor.goto('/wide');
      await assert.rejects(visitor.fits(), /is \d+ px wide on a screen of \d+ px/);
    },
  },
  heard('an error on the console is told', '/console-error', /console: the page is unhappy/),
  heard('an exception is told', '/throws', /script: .*thrown on purpose/),
  heard('a missing picture is told', '/broken-picture', /console: .*404.*missing\.png/),
  heard('a broken connection is told', '/cut-off', /request: GET .*cut-off\.png/),
  heard('a 5xx is told', '/fault', /answer: 500 to GET .*fault/),
  heard('a request to another host is told', '/elsewhere', /elsewhere: http:\/\/elsewhere\.invalid/),
  found('axe finds a picture without a text', '/inaccessible', /\[light\] image-alt/),
  found('axe looks at dark colours too', '/pale-in-the-dark', /\[dark\] color-contrast/),
  found('axe measures targets', '/small-targets', /target-size/),
];
