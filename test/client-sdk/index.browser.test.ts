import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { CHROMIUM_FLAGS, findChromium } from '../setup/chromium.ts';
import { bundle } from './fake/bundle.ts';
import { welcome } from './fake/fake-server.ts';

const CHROMIUM = findChromium();

/** As the browser shows a tab that is behind another one. */
const HIDDEN = `Object.defineProperty(document, 'hidden', { get: () => true });`;
/** As if the browser never woke the page's own timers. */
const NO_TIMERS = `window.setTimeout = () => 0;`;

/** A page that joins the session s1, from a server that tells what it hears. */
interface Site {
  readonly url: string;
  readonly http: Server;
  /** Resolves with the next frame that passes the test. */
  heard(test: (frame: string) => boolean): Promise<string>;
}

interface SiteOptions {
  /** Runs before the client. */
  readonly before?: string;
  readonly policy?: string;
}

async function site(script: string, { before = '', policy }: SiteOptions = {}): Promise<Site> {
  const page = `<!doctype html><script>${before}</script><script type="module">
    import { connect } from '/sdk.js';
    const connection = connect({ url: '/v1/ws', token: 'token1' });
    await connection.join('s1', { mode: 'onDemand', position: () => 73.5 });
  </script>`;
  const http = createServer((request, response) => {
    if (policy) response.setHeader('content-security-policy', policy);
    if (request.url === '/sdk.js') response.setHeader('content-type', 'text/javascript').end(script);
    else
      response.setHeader('content-type', 'text/html').end(request.url === '/' ? page : '<!doctype html>away');
  });
  const frames: string[] = [];
  const waiting = new Set<() => void>();
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    socket.on('message', (data) => {
      const frame = String(data);
      frames.push(frame);
      if (frame.includes('"auth"')) socket.send(JSON.stringify(welcome({ heartbeatSeconds: 0.1 })));
      if (frame.includes('"join"')) {
        socket.send(
          JSON.stringify({ type: 'joined', session: 's1', concurrent: 1, id: JSON.parse(frame).id }),
        );
      }
      for (const wake of waiting) wake();
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    http,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    heard: (test) =>
      new Promise((resolve) => {
        const look = (): void => {
          const at = frames.findIndex(test);
          if (at < 0) return;
          waiting.delete(look);
          resolve(frames.splice(0, at + 1).at(-1) ?? '');
        };
        waiting.add(look);
        look();
      }),
  };
}

describe.skipIf(CHROMIUM === null)('in a real browser', () => {
  let browser: Browser;
  let script: string;
  const open: { close(): unknown }[] = [];

  beforeAll(async () => {
    script = (await bundle()).text;
    browser = await chromium.launch({
      executablePath: CHROMIUM ?? '',
      args: CHROMIUM_FLAGS,
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });
  afterAll(() => browser?.close());

  async function visit(options?: SiteOptions) {
    const served = await site(script, options);
    const page = await browser.newPage();
    open.push(page, served.http);
    await page.goto(served.url);
    return { ...served, page };
  }

  const isBeat = (frame: string): boolean => frame === '{"type":"heartbeat","positions":{"s1":73.5}}';

  it('joins and beats with the position', async () => {
    const { heard } = await visit();
    expect(JSON.parse(await heard((frame) => frame.includes('"join"')))).toMatchObject({
      type: 'join',
      session: 's1',
      mode: 'onDemand',
      position: 73.5,
    });
    await heard(isBeat);
    await heard(isBeat);
  });

  it('beats by its worker alone when the page is hidden and its timers do not fire', async () => {
    const { heard } = await visit({ before: HIDDEN + NO_TIMERS });
    await heard((frame) => frame.includes('"hidden"'));
    await heard(isBeat);
    await heard(isBeat);
  });

  it('beats by its timers when the page is hidden and its policy forbids the worker', async () => {
    const policy = "default-src 'self' 'unsafe-inline'; worker-src 'none'; connect-src *";
    const { heard } = await visit({ before: HIDDEN, policy });
    await heard(isBeat);
    await heard(isBeat);
  });

  it('leaves when the page goes, and joins again when it comes back from the cache', async () => {
    const { heard, page, url } = await visit();
    const first = JSON.parse(await heard((frame) => frame.includes('"auth"')));
    await heard(isBeat);
    await page.goto(`${url}/away`);
    expect(JSON.parse(await heard((frame) => frame.includes('"leave"')))).toEqual({
      type: 'leave',
      session: 's1',
    });
    // Playwright's own goBack waits for a load that a page from the cache does not have.
    await page.evaluate('void history.back()');
    const second = JSON.parse(await heard((frame) => frame.includes('"auth"')));
    expect(second.client).toBe(first.client);
    await heard((frame) => frame.includes('"join"'));
  });
});
