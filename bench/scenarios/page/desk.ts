import type { Page } from 'playwright-core';
import { barePage } from '../../load/bare-page.ts';
import { EVENT, putProgramme } from '../../load/programme.ts';
import { tokenFor } from '../../load/tokens.ts';
import type { Stage } from '../../runner/figure.ts';
import { headcountSettings } from '../../runner/headcount.ts';
import type { ServerProcess } from '../../runner/server-process.ts';

export const CARDS = 200;

/** A server with the page and with an event of 200 sessions. */
export async function openEvent(stage: Stage): Promise<ServerProcess> {
  const server = await stage.start('headcount', {
    ...headcountSettings(stage.folder()),
    BENCH_PAGE_DIR: stage.page().folder,
  });
  await putProgramme(server.port, CARDS);
  return server;
}

/** Shows a scope in the real page. */
export async function showDesk(page: Page, { port }: ServerProcess, scope: string): Promise<void> {
  await page.goto(`http://127.0.0.1:${port}/#token=${tokenFor('desk', 'operator')}&scope=${scope}`);
}

/** Shows the counters of all sessions and of their event in a page without our code. */
export async function showBare(page: Page, { port }: ServerProcess): Promise<void> {
  const sessions = Array.from({ length: CARDS }, (_, index) => `session:s${index}`);
  const body = barePage(tokenFor('desk', 'operator'), [`event:${EVENT}`, ...sessions]);
  const address = `http://127.0.0.1:${port}/bare`;
  await page.route(address, (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
  await page.goto(address);
}
