#!/usr/bin/env node
// Stands in for the kith program where the harness itself is tested: the same command line, nothing behind it.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [command, ...args] = process.argv.slice(2);
const config = readFileSync(args[args.indexOf('--config') + 1], 'utf8');
const setting = (key) => config.match(new RegExp(`^${key} = "?([^"\\n]*)"?$`, 'm'))?.[1];

if (command === 'member') {
  console.log(`id-of-${args[args.indexOf('--name') + 1].toLowerCase()}`);
} else if (setting('fail') === 'true') {
  console.error('error: the key "fail" is unknown');
  process.exitCode = 2;
} else {
  const began = performance.now();
  const [host, port] = setting('listen').split(':');
  createServer((request, response) => {
    const isReady = performance.now() - began > 300;
    const answer = { environment: process.env.KITH_LISTEN ?? null, config };
    if (request.url === '/health/ready') response.writeHead(isReady ? 200 : 503).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }).listen(Number(port), host);
  if (setting('stubborn') === 'true') process.on('SIGTERM', () => {});
}
