import { EVENT } from '../../load/programme.ts';
import { Rooms } from '../../load/rooms.ts';
import { MeasuredPage, openBrowser } from '../../runner/browser.ts';
import type { Figure, Measured, Stage } from '../../runner/figure.ts';
import type { ServerProcess } from '../../runner/server-process.ts';
import { CARDS, openEvent, showBare, showDesk } from './desk.ts';
import { watched } from './watched.ts';

const LAPTOP = { width: 1440, height: 900 };
const LARGE = { width: 3840, height: 2160 };
/** No screen is so high: all cards are in sight. */
const HIGH = { width: 1440, height: 12_000 };

/** Seconds. */
const LONG = 600;
const SHORT = 60;

/** Every card that is on the screen has a figure. */
const ALL_KNOWN = `(() => {
  const values = [...document.querySelectorAll('.card-value')];
  const seen = values.filter((value) => value.getBoundingClientRect().top < innerHeight);
  return values.length === ${CARDS} && seen.every(({ textContent }) => /\\d/.test(textContent));
})()`;

const ALL_WRITTEN = `[...document.querySelectorAll('p')].every(({ textContent }) => textContent !== '–')`;

async function bare(measured: MeasuredPage, server: ServerProcess): Promise<void> {
  await showBare(measured.page, server);
  await measured.when(ALL_WRITTEN);
}

async function desk(measured: MeasuredPage, server: ServerProcess): Promise<void> {
  await showDesk(measured.page, server, `event:${EVENT}`);
  await measured.when(ALL_KNOWN);
}

interface Look {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly seconds?: number;
  readonly show: (page: MeasuredPage, server: ServerProcess) => Promise<void>;
}

function measure({ viewport, show, seconds = LONG }: Look): (stage: Stage) => Promise<Measured> {
  return async (stage) => {
    const server = await openEvent(stage);
    const rooms = await Rooms.open(server.port, CARDS);
    const browser = await openBrowser(stage.page().chromium);
    const measured = await MeasuredPage.open(browser, { viewport });
    await show(measured, server);
    const figure = await watched(measured, {
      seconds: stage.isSmall ? 20 : seconds,
      live: (s) => rooms.live(s),
    });
    await browser.close();
    return figure;
  };
}

/** The event page with 200 sessions, all of whose counters change each second, for ten minutes. */
export const pageCards: Figure = {
  name: 'page-cards',
  unit: 'ms of main thread a second',
  maxMs: 900_000,
  variants: [
    { name: 'event page', measure: measure({ viewport: LAPTOP, show: desk }) },
    { name: 'bare page', measure: measure({ viewport: LAPTOP, show: bare, seconds: SHORT }) },
  ],
  goals: [
    {
      title: 'main thread of the event page with 200 cards, counters each second, ms a second',
      of: 'event page',
      atMost: 30,
    },
    { title: 'growth of its heap in ten minutes, MB', of: 'event page', detail: 'heapGrowthMB', atMost: 5 },
    { title: 'main thread, to a bare page with 200 text nodes', of: 'event page', against: 'bare page' },
  ],
};

/** The same on larger screens, for a minute. */
export const pageLarge: Figure = {
  name: 'page-large',
  unit: 'ms of main thread a second',
  variants: [
    { name: 'a screen of 4K', measure: measure({ viewport: LARGE, show: desk, seconds: SHORT }) },
    { name: 'all 200 in sight', measure: measure({ viewport: HIGH, show: desk, seconds: SHORT }) },
  ],
  goals: [
    {
      title: 'main thread of the event page with 200 cards at 3840 × 2160',
      of: 'a screen of 4K',
      atMost: 30,
    },
    { title: 'the same where all 200 are in sight', of: 'all 200 in sight' },
  ],
};
