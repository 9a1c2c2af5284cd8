// One person at one device: a browser context of their own, and everything the browser complained about in it.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findViolations } from './axe.mjs';
import { VIEWS } from './chromium.mjs';

/** How long one step may take before it fails, in milliseconds: generous, for slow and shared machines. */
const PATIENCE = 15_000;

export class Visitor {
  #complaints = [];
  #expected = [];
  #url;
  #artifacts;
  #view;

  /**
   * @param browser    from `launch`
   * @param url        where the site stands, without a trailing slash
   * @param artifacts  folder for pictures
   * @param view       a key of `VIEWS`
   * @param options    `javascript: false` for a browser without scripts; the rest goes to the browser context
   */
  static async arrive(browser, { url, artifacts, view, javascript = true, ...options }) {
    const visitor = new Visitor();
    visitor.#url = url;
    visitor.#artifacts = artifacts;
    visitor.#view = javascript ? view : `${view}-no-script`;
    visitor.context = await browser.newContext({
      ...VIEWS[view],
      baseURL: url,
      javaScriptEnabled: javascript,
      locale: 'en-GB',
      timezoneId: 'UTC',
      // Moving things are photographed half-way and measured at half their contrast.
      reducedMotion: 'reduce',
      ...options,
    });
    visitor.context.setDefaultTimeout(PATIENCE);
    visitor.#listen();
    visitor.page = await visitor.context.newPage();
    return visitor;
  }

  /** Opens a path of the site. */
  async goto(path) {
    return this.page.goto(path);
  }

  /** Says that the browser is about to complain, and how; a complaint that never comes fails the test too. */
  expects(pattern) {
    this.#expected.push({ pattern, met: false });
  }

  /** What the browser complained about and no one expected, and what was expected and never came. */
  complaints() {
    const unexpected = this.#complaints.filter((complaint) => {
      const hits = this.#expected.filter(({ pattern }) => pattern.test(complaint));
      for (const hit of hits) hit.met = true;
      return hits.length === 0;
    });
    const missing = this.#expected.filter(({ met }) => !met).map(({ pattern }) => `expected, and never came: ${pattern}`);
    return [...unexpected, ...missing];
  }

  /** Fails when the page breaks WCAG 2.2 AA, in light or in dark colours. */
  async axe({ schemes = ['light', 'dark'] } = {}) {
    const found = [];
    for (const colorScheme of schemes) {
      await this.page.emulateMedia({ colorScheme });
      for (const violation of await findViolations(this.page)) found.push(`[${colorScheme}] ${violation}`);
    }
    await this.page.emulateMedia({ colorScheme: null });
    if (found.length > 0) throw new Error(`axe, on ${this.page.url()}:\n${found.join('\n')}`);
  }

  /** Fails when the page is wider than the screen, so that it would scroll sideways. */
  async fits() {
    const { page, screen } = await this.page.evaluate(() => ({
      page: document.documentElement.scrollWidth,
      screen: document.documentElement.clientWidth,
    }));
    if (page > screen) throw new Error(`${this.page.url()} is ${page} px wide on a screen of ${screen} px`);
  }

  /** Leaves a picture of the page, `NAME-VIEW.png`, and says where. */
  async shot(name, options = {}) {
    mkdirSync(this.#artifacts, { recursive: true });
    const path = join(this.#artifacts, `${name}-${this.#view}.png`);
    // Hiding the caret would leave empty style attributes behind, which the site's policy rightly objects to.
    await this.page.screenshot({ path, caret: 'initial', ...options });
    return path;
  }

  async leave() {
    await this.context.close();
  }

  #listen() {
    const complain = (text) => this.#complaints.push(text);
    this.context.on('console', (message) => {
      if (message.type() === 'error') complain(`console: ${message.text()} (${message.location().url})`);
    });
    this.context.on('weberror', (error) => complain(`script: ${error.error()?.stack ?? error.error()}`));
    this.context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? 'failed';
      // What the browser itself gave up, because its page went away: event streams, mostly.
      if (reason !== 'net::ERR_ABORTED') complain(`request: ${request.method()} ${request.url()}: ${reason}`);
    });
    this.context.on('response', (response) => {
      if (response.status() >= 500) complain(`answer: ${response.status()} to ${response.request().method()} ${response.url()}`);
    });
    this.context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      // A network of one's own loads nothing from elsewhere.
      if (protocol.startsWith('http') && origin !== this.#url) complain(`elsewhere: ${request.url()}`);
    });
  }
}
