// Runs the files of tests one after the other, each test on each of its screens, and counts.
//
// A file exports `tests`: a list of `{name, views?, timeout?, run}`. `run` gets `{site, view, visit}`, where
// `visit(options)` brings one more person at one more device. A file may export `server`, options for `startKith`,
// or `start()`, which returns a site of its own: `{url, log(), stop()}`.

import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { VIEWS } from './chromium.mjs';
import { startKith } from './kith.mjs';
import { Visitor } from './visitor.mjs';

const TEST_WITHIN = 90_000;

/** Runs the tests in `files` whose title contains every word of `filter`; returns one outcome per test and screen. */
export async function runFiles(files, { browser, artifacts, filter = [], keep = false }) {
  const outcomes = [];
  for (const file of files) {
    const suite = await import(pathToFileURL(file));
    const name = basename(file, '.test.mjs');
    if (!Array.isArray(suite.tests)) throw new Error(`${file} exports no list of tests`);
    const chosen = suite.tests.flatMap((test) => planned(name, test)).filter(({ title }) => filter.every((word) => title.includes(word)));
    if (chosen.length > 0) outcomes.push(...(await runSuite(suite, name, chosen, { browser, artifacts, keep })));
  }
  return outcomes;
}

function planned(suite, test) {
  const picture = `failed-${suite}-${test.name}`.replace(/[^a-z0-9]+/gi, '-');
  return (test.views ?? Object.keys(VIEWS)).map((view) => ({ test, view, picture, title: `${suite}: ${test.name} [${view}]` }));
}

async function runSuite(suite, name, chosen, { browser, artifacts, keep }) {
  let site;
  try {
    site = suite.start ? await suite.start() : await startKith({ keep, ...suite.server });
  } catch (error) {
    return chosen.map(({ title }) => report({ title, seconds: 0, error: `the server did not start: ${error.message}` }));
  }
  const outcomes = [];
  try {
    for (const { test, view, picture, title } of chosen) {
      const began = performance.now();
      const error = await runTest(test, { site, view, picture, browser, artifacts });
      outcomes.push(report({ title, seconds: (performance.now() - began) / 1000, error }));
    }
  } finally {
    mkdirSync(artifacts, { recursive: true });
    writeFileSync(join(artifacts, `${name}.log`), site.log());
    const error = await site.stop().then(() => null, (failure) => failure.message);
    if (error) outcomes.push(report({ title: `${name}: the server ends`, seconds: 0, error }));
  }
  return outcomes;
}

/** What went wrong, as text; null when nothing did. */
async function runTest(test, { site, view, picture, browser, artifacts }) {
  const visitors = [];
  const visit = async (options = {}) => {
    const visitor = await Visitor.arrive(browser, { url: site.url, artifacts, view, ...options });
    visitors.push(visitor);
    return visitor;
  };
  const failures = [];
  try {
    await within(test.timeout ?? TEST_WITHIN, test.run({ site, view, visit }));
  } catch (error) {
    failures.push(error.stack ?? String(error));
  }
  failures.push(...visitors.flatMap((visitor) => visitor.complaints()));
  for (const [index, visitor] of visitors.entries()) {
    if (failures.length > 0) await visitor.shot(`${picture}-${index}`).catch(() => {});
    await visitor.leave().catch((error) => failures.push(`the browser context did not close: ${error.message}`));
  }
  return failures.length > 0 ? failures.join('\n') : null;
}

async function within(milliseconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function report({ title, seconds, error = null }) {
  console.log(`${error === null ? 'PASS' : 'FAIL'} [${seconds.toFixed(1).padStart(6)}s] ${title}`);
  if (error !== null) console.log(error.replace(/^/gm, '    '));
  return { title, seconds, error };
}
