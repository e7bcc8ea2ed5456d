import type { Browser, Page } from 'playwright-core';
import { EVENT } from '../../load/programme.ts';
import { Rooms } from '../../load/rooms.ts';
import { MeasuredPage, openBrowser } from '../../runner/browser.ts';
import type { Figure, Measured, Stage } from '../../runner/figure.ts';
import { median } from '../../runner/median.ts';
import type { ServerProcess } from '../../runner/server-process.ts';
import { CARDS, openEvent, showBare, showDesk } from './desk.ts';

const TIMES = 9;

/** Notes when a figure is first in the document at the end of a frame, ms since the navigation. */
const noteFirst = (selector: string) => `
globalThis.firstFigureAt = new Promise((resolve) => {
  const look = () => {
    const found = document.querySelector(${JSON.stringify(selector)});
    if (found && /\\d/.test(found.textContent)) resolve(performance.now());
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});`;

interface Look {
  readonly selector: string;
  readonly show: (page: Page, server: ServerProcess) => Promise<void>;
}

/** With nothing in any cache. */
async function once(browser: Browser, server: ServerProcess, { selector, show }: Look): Promise<number> {
  const { page } = await MeasuredPage.open(browser);
  await page.addInitScript(noteFirst(selector));
  await show(page, server);
  const at = await page.evaluate<number>('firstFigureAt');
  await page.context().close();
  return at;
}

function measure(look: Look): (stage: Stage) => Promise<Measured> {
  return async (stage) => {
    const server = await openEvent(stage);
    await Rooms.open(server.port, CARDS);
    const browser = await openBrowser(stage.page().chromium);
    const took: number[] = [];
    for (let index = 0; index < TIMES; index++) took.push(await once(browser, server, look));
    await browser.close();
    return { value: median(took), details: { worst: Math.max(...took) } };
  };
}

/** From the address to the first figure, of an event with 200 sessions. */
export const pageFirst: Figure = {
  name: 'page-first',
  unit: 'ms to the first figure',
  variants: [
    {
      name: 'event page',
      measure: measure({
        selector: '[data-testid=concurrent]',
        show: (page, server) => showDesk(page, server, `event:${EVENT}`),
      }),
    },
    { name: 'bare page', measure: measure({ selector: 'p', show: showBare }) },
  ],
  goals: [
    { title: 'first figure of the event page on localhost, ms', of: 'event page', atMost: 1000 },
    { title: 'the same, to a bare page', of: 'event page', against: 'bare page' },
  ],
};
