// Starting and stopping the program, against one that only stands in for it.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { merged, toToml } from '../harness/config.mjs';
import { startKith } from '../harness/kith.mjs';

const binary = join(dirname(fileURLToPath(import.meta.url)), 'stand-in.mjs');

export const server = { binary, config: { rate_limits: 'on', policy: { undo: { send: '0s' } } } };

export const tests = [
  {
    name: 'the config is written, laid over the usual one, and the environment kept out',
    views: ['desktop'],
    async run({ site }) {
      const { body } = await site.api('GET', '/anything');
      assert.equal(body.environment, null);
      assert.match(body.config, /^public_url = "http:\/\/127\.0\.0\.1:\d+"$/m);
      assert.match(body.config, /^rate_limits = "on"$/m);
      assert.match(body.config, /\[policy\]\nundo = { send = "0s" }/);
    },
  },
  {
    name: 'tables are merged key by key, and everything else replaced',
    views: ['desktop'],
    async run() {
      const base = { a: 1, mail: { transport: 'folder', folder: 'mail' }, list: [1] };
      const expected = { a: 1, mail: { transport: 'none', folder: 'mail' }, list: [2] };
      assert.deepEqual(merged(base, { mail: { transport: 'none' }, list: [2] }), expected);
    },
  },
  {
    name: 'tables, inline tables and lists are written as TOML',
    views: ['desktop'],
    async run() {
      const written = toToml({ a: 'x"y', policy: { marks: { threshold: 5 }, off: ['a', true] }, b: 1 });
      assert.equal(written, 'a = "x\\"y"\nb = 1\n\n[policy]\nmarks = { threshold = 5 }\noff = ["a", true]\n');
    },
  },
  {
    name: 'a member comes back with an id and an address',
    views: ['desktop'],
    async run({ site }) {
      const { id, email } = site.member('Zoë');
      assert.deepEqual({ id, email }, { id: 'id-of-zoë', email: 'zoe@example.org' });
    },
  },
  {
    name: 'a server that ends at once is told with what it said',
    views: ['desktop'],
    async run() {
      await assert.rejects(startKith({ binary, config: { fail: true } }), /ended before it was ready:\nerror: the key "fail"/);
    },
  },
  {
    name: 'stopping ends the server and clears its folder',
    views: ['desktop'],
    async run() {
      const kith = await startKith({ binary });
      const folder = dirname(kith.configFile);
      assert.ok(existsSync(folder));
      await kith.stop();
      assert.ok(!existsSync(folder));
      await assert.rejects(fetch(kith.url));
    },
  },
  {
    name: 'a server that ignores SIGTERM is killed, and told',
    views: ['desktop'],
    async run() {
      const kith = await startKith({ binary, stopsWithin: 500, config: { stubborn: true } });
      await assert.rejects(kith.stop(), /did not end within/);
      await assert.rejects(fetch(kith.url));
    },
  },
];
