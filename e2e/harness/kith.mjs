// A Kith of its own for each file of tests: a fresh database in a fresh folder, on a free port.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { merged, toToml } from './config.mjs';

/** The password of every member made here who was given none. */
export const PASSWORD = 'correct horse battery staple';

const READY_WITHIN = 120_000;

const running = new Set();
process.on('exit', () => {
  for (const kith of running) kith.end();
});

/**
 * Starts a server and waits until it is ready.
 *
 * @param options.demo         serve the demonstration network instead of an empty one
 * @param options.config       laid over the harness's own kith.toml
 * @param options.binary       the program; `KITH_BINARY` unless given
 * @param options.keep         leave the folder where it is
 * @param options.stopsWithin  how long it may take to end when asked to, in milliseconds
 */
export async function startKith({
  demo = false,
  config = {},
  binary = process.env.KITH_BINARY,
  keep = false,
  stopsWithin = 10_000,
} = {}) {
  if (!binary) throw new Error('KITH_BINARY is not set; `cargo xtask test --browser` builds kith and sets it');
  // Between choosing a port and listening on it, another program may take it: then choose again.
  for (let tries = 1; ; tries += 1) {
    const kith = new Kith({ demo, config, binary, keep, stopsWithin, port: await freePort() });
    try {
      await kith.ready();
      return kith;
    } catch (error) {
      await kith.stop();
      if (tries === 3 || !/in use|occupied/i.test(kith.log())) throw error;
    }
  }
}

class Kith {
  #binary;
  #dir;
  #keep;
  #stopsWithin;
  #env;
  #process;
  #exited;
  #log = '';

  constructor({ demo, config, binary, keep, stopsWithin, port }) {
    this.url = `http://127.0.0.1:${port}`;
    this.#binary = binary;
    this.#keep = keep;
    this.#stopsWithin = stopsWithin;
    this.#dir = mkdtempSync(join(tmpdir(), 'kith-e2e-'));
    this.configFile = join(this.#dir, 'kith.toml');
    writeFileSync(this.configFile, toToml(merged(this.#baseConfig(port), config)));
    // Nothing of the shell's own Kith may leak in: the environment overrides the file.
    this.#env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('KITH_')));

    const command = demo ? 'demo' : 'serve';
    this.#process = spawn(binary, [command, '--config', this.configFile], {
      cwd: this.#dir,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.#log += text));
    }
    this.#exited = once(this.#process, 'exit').catch((error) => (this.#log += `${error}\n`));
    running.add(this);
  }

  #baseConfig(port) {
    return {
      listen: `127.0.0.1:${port}`,
      public_url: this.url,
      database_url: `sqlite://${join(this.#dir, 'kith.db')}`,
      rate_limits: 'off',
    };
  }

  /** Everything the server has said so far. */
  log() {
    return this.#log;
  }

  async ready() {
    const deadline = performance.now() + READY_WITHIN;
    while (performance.now() < deadline) {
      if (this.#ended()) throw new Error(`kith ended before it was ready:\n${this.#log}`);
      const answer = await fetch(`${this.url}/health/ready`).catch(() => null);
      if (answer?.ok) return;
      await sleep(50);
    }
    throw new Error(`kith was not ready within ${READY_WITHIN / 1000} s:\n${this.#log}`);
  }

  /** Makes a member with a verified address, as an operator would, and returns what signing in needs. */
  member(name, { email = defaultAddress(name), password = PASSWORD, moderator = false } = {}) {
    const args = ['member', 'add', '--config', this.configFile, '--name', name, '--email', email, '--password', password];
    if (moderator) args.push('--moderator');
    const { status, stdout, stderr, error } = spawnSync(this.#binary, args, { cwd: this.#dir, env: this.#env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`kith member add ${name}: ${error ?? stderr}`);
    const id = stdout.trim().split(/\s+/).at(-1);
    if (!id) throw new Error(`kith member add ${name} printed no id`);
    return { id, name, email, password };
  }

  /** Calls the API: `{status, headers, body}`, the body parsed when it is JSON. */
  async api(method, path, { token, body } = {}) {
    const headers = { accept: 'application/json' };
    if (token) headers.authorization = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
  }

  /** A bearer token for a member from `member`. */
  async token({ email, password }) {
    const { status, body } = await this.api('POST', '/sessions', { body: { email, password } });
    if (status !== 201) throw new Error(`no session for ${email}: ${status} ${JSON.stringify(body)}`);
    return body.token;
  }

  /** Asks the server to end, makes it end if it will not, and says which: an orderly end is part of the product. */
  async stop() {
    if (!running.has(this)) return;
    let orderly = true;
    if (!this.#ended()) {
      this.#process.kill('SIGTERM');
      orderly = await Promise.race([this.#exited.then(() => true), sleep(this.#stopsWithin, false, { ref: false })]);
      if (!orderly) this.#process.kill('SIGKILL');
      await this.#exited;
    }
    running.delete(this);
    this.#clear();
    if (!orderly) throw new Error(`kith did not end within ${this.#stopsWithin / 1000} s of SIGTERM`);
  }

  /** The last resort, when this process ends first. */
  end() {
    this.#process.kill('SIGKILL');
    this.#clear();
  }

  #ended() {
    return this.#process.exitCode !== null || this.#process.signalCode !== null || this.#process.pid === undefined;
  }

  #clear() {
    if (!this.#keep) rmSync(this.#dir, { recursive: true, force: true });
    else console.log(`kept ${this.#dir}`);
  }
}

function defaultAddress(name) {
  const local = name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '.').replace(/^\.|\.$/g, '');
  return `${local || 'member'}@example.org`;
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
