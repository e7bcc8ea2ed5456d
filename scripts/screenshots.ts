// Pictures of every view of the page in both themes and on a phone, over a server of its own with a seeded crowd.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from '../test/setup/chromium.ts';
import { Demo } from './screenshots/demo.ts';
import { pastOf } from './screenshots/past.ts';
import { type Shown, viewsAt } from './screenshots/views.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const OUT = join(root, 'screenshots');
const CROWD = ['--attendees', '400', '--seed', '7', '--arrival', '20'];
/** Until people are there, a poll is open and an alert is raised. */
const CROWD_MS = 110_000;
/** What comes in after the view itself: cards, panels, names. */
const SETTLE_MS = 4_000;

const DESKTOP = { viewport: { width: 1280, height: 800 } };
const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  light: { ...DESKTOP, colorScheme: 'light' },
  dark: { ...DESKTOP, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'light', isMobile: true, hasTouch: true },
};

/** Those of the README, as they are first seen on a desktop. */
const DOCS: Readonly<Record<string, string>> = {
  'event light': 'screenshot.png',
  'session dark': 'screenshot-session.png',
  'history light': 'screenshot-history.png',
  'wall dark': 'screenshot-wall.png',
};

interface Taking {
  readonly browser: Browser;
  readonly demo: Demo;
  readonly tokens: Readonly<Record<Shown['role'], string>>;
}

async function take(view: Shown, look: string, { browser, demo, tokens }: Taking): Promise<void> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', ...LOOKS[look] });
  const page = await context.newPage();
  const token = tokens[view.role];
  await page.goto(`${demo.base}/#${token === '' ? '' : `token=${token}&`}${view.hash}`);
  await view.ready(page);
  await pause(SETTLE_MS);
  const doc = DOCS[`${view.name} ${look}`];
  if (doc !== undefined) await page.screenshot({ path: join(root, 'docs', doc) });
  // As high as the page is, instead of what the browser puts together: what is out of sight has no figures.
  const { width = 0 } = page.viewportSize() ?? {};
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  await page.setViewportSize({ width, height });
  await pause(SETTLE_MS / 2);
  await page.screenshot({ path: join(OUT, `${view.name}-${look}.png`) });
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  if (overflow > 0) console.error(`${view.name}, ${look}: ${overflow} pixels wider than the screen`);
  await context.close();
}

async function main(): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('pictures need a Chromium');
  mkdirSync(OUT, { recursive: true });
  const demo = await Demo.start(CROWD);
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  try {
    const now = Date.now();
    await demo.call('POST', '/v1/import', pastOf(now));
    await demo.call('POST', '/v1/alerts', {
      ...{ name: 'The breakout is nearly full', scope: 'session:scaling' },
      condition: { kind: 'capacity', percent: 40, clearAt: 30 },
    });
    const tokens = { none: '', operator: demo.operator, admin: await demo.token('admin') };
    await pause(CROWD_MS);
    const only = new Set(process.argv.slice(2));
    for (const view of viewsAt(now).filter(({ name }) => only.size === 0 || only.has(name)))
      for (const look of Object.keys(LOOKS)) await take(view, look, { browser, demo, tokens });
  } finally {
    await browser.close();
    await demo.stop();
  }
}

await main();
