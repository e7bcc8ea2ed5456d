import { LiveRoom } from '../../load/live-room.ts';
import { MeasuredPage, openBrowser } from '../../runner/browser.ts';
import type { Figure, Measured, Stage } from '../../runner/figure.ts';
import { openEvent, showDesk } from './desk.ts';
import { watched } from './watched.ts';

const ATTENDEES = 500;
const LAPTOP = { width: 1440, height: 900 };

async function measure(stage: Stage): Promise<Measured> {
  const server = await openEvent(stage);
  const room = await LiveRoom.open(server.port, ATTENDEES);
  const browser = await openBrowser(stage.page().chromium);
  const measured = await MeasuredPage.open(browser, { viewport: LAPTOP });
  await showDesk(measured.page, server, 'session:s1');
  await measured.page.locator('canvas').nth(3).waitFor();
  const figure = await watched(measured, { seconds: stage.isSmall ? 20 : 180, live: (s) => room.live(s) });
  await browser.close();
  return figure;
}

/** A moderator's desk of one session while it is busy. */
export const pageSession: Figure = {
  name: 'page-session',
  unit: 'ms of main thread a second',
  maxMs: 360_000,
  variants: [{ name: 'session page', measure }],
  goals: [
    {
      title: 'main thread of the page of a session with 500 attendees, ms a second',
      of: 'session page',
      atMost: 30,
    },
    { title: 'growth of its heap in three minutes, MB', of: 'session page', detail: 'heapGrowthMB' },
  ],
};
