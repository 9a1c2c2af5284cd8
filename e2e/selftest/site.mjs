// A site with known faults, one page each, so that the harness can show that it finds them.

import { createServer } from 'node:http';
import { once } from 'node:events';

const PAGES = {
  '/': page('<h1>Fine</h1><p><a href="/other">Another page</a></p><p id="script">no script ran</p><script>document.getElementById("script").textContent = "a script ran";</script>'),
  '/other': page('<h1>Another</h1>'),
  '/console-error': page('<h1>Console</h1><script>console.error("the page is unhappy");</script>'),
  '/throws': page('<h1>Throws</h1><script>setTimeout(() => { throw new Error("thrown on purpose"); });</script>'),
  '/broken-picture': page('<h1>Picture</h1><img src="/missing.png" alt="missing">'),
  '/cut-off': page('<h1>Cut off</h1><img src="/cut-off.png" alt="cut off">'),
  '/elsewhere': page('<h1>Elsewhere</h1><img src="http://elsewhere.invalid/x.png" alt="from elsewhere">'),
  '/inaccessible': page('<h1>Unlabelled</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">'),
  '/pale-in-the-dark': page('<h1>Pale</h1><style>@media (prefers-color-scheme: dark) { h1 { color: #444; } }</style>'),
  '/small-targets': page('<h1>Small</h1><button style="all:unset;width:9px;height:9px;display:inline-block" aria-label="a"></button><button style="all:unset;width:9px;height:9px;display:inline-block" aria-label="b"></button>'),
  '/wide': page('<h1>Wide</h1><div style="width:2000px">wide</div>'),
  '/live': page('<h1>Live</h1><script>new EventSource("/events").onmessage = (event) => { document.title = event.data; };</script>'),
};

function page(body) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Self-test</title><link rel="icon" href="data:,"><style>:root { color-scheme: light dark; } html { background: light-dark(#fff, #111); color: light-dark(#111, #eee); } a { color: inherit; } body { max-width: 40rem; }</style></head><body><main>${body}</main></body></html>`;
}

/** Serves the pages on a free port. */
export async function startSite() {
  const server = createServer((request, response) => {
    if (request.url === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: heard\n\n');
    } else if (request.url === '/cut-off.png') {
      request.socket.destroy();
    } else if (request.url === '/fault') {
      response.writeHead(500, { 'content-type': 'text/html' }).end(page('<h1>Fault</h1>'));
    } else if (request.url in PAGES) {
      // Scripts of the page only, nothing evaluated from text: axe must work under a policy all the same.
      const policy = "default-src 'self' data: http:; script-src 'unsafe-inline'; style-src 'unsafe-inline'";
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end(PAGES[request.url]);
    } else {
      response.writeHead(404).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    log: () => '',
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
