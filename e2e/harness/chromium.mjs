// The browser, and the two screens every page is walked on.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** The screens: what a browser context gets to be that device. */
export const VIEWS = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};

// The browser is the system's; without the last five it looks up its maker's hosts at every start.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts one headless browser; the caller closes it. `CHROMIUM` names another binary than the usual ones. */
export async function launch() {
  const executablePath = process.env.CHROMIUM || USUAL_PLACES.find((place) => existsSync(place));
  if (!executablePath) {
    throw new Error(`no Chromium at ${USUAL_PLACES.join(', ')}; install one or set CHROMIUM to its path`);
  }
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}
