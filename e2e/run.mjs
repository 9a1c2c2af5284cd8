// Walks Kith's pages with a real browser. `cargo xtask test --browser` builds kith and calls this.
//
//   node run.mjs [--report FILE] [--keep] [WORD…]
//
//   WORD…          run only the tests whose title contains every word
//   --report FILE  write the counts and outcomes as JSON
//   --keep         leave the servers' folders where they are
//
// KITH_BINARY names the program under test, CHROMIUM the browser where it is in no usual place.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from './harness/chromium.mjs';
import { runFiles } from './harness/runner.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values: options, positionals: filter } = parseArgs({
  allowPositionals: true,
  options: { report: { type: 'string' }, keep: { type: 'boolean', default: false } },
});

// Ending by a signal runs the exit handlers, which end the servers.
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]]) process.once(signal, () => process.exit(code));

const artifacts = join(here, 'artifacts');
rmSync(artifacts, { recursive: true, force: true });
const files = readdirSync(here, { recursive: true })
  .filter((path) => /^(selftest|tests)\/.*\.test\.mjs$/.test(path))
  .sort()
  .map((path) => join(here, path));

const browser = await launch();
let outcomes;
try {
  outcomes = await runFiles(files, { browser, artifacts, filter, keep: options.keep });
} finally {
  await browser.close();
}

const failed = outcomes.filter(({ error }) => error !== null).length;
const counts = { passed: outcomes.length - failed, failed, skipped: 0 };
if (options.report) {
  const report = resolve(options.report);
  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, JSON.stringify({ ...counts, tests: outcomes }, null, 2));
}
if (outcomes.length === 0) console.log('no test matches');
// Who asked for a report counts by it.
if (!options.report) console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = failed > 0 || outcomes.length === 0 ? 1 : 0;
