import { keepBeating } from '../load/beating.ts';
import { now } from '../load/clock.ts';
import { crowd } from '../load/crowd.ts';
import { FIRST_DAY } from '../load/history/programme.ts';
import { Observer } from '../load/observer.ts';
import { join, openSessionClient, SESSION } from '../load/session-client.ts';
import { ask } from '../runner/asking.ts';
import { type Figure, type Measured, pause, type Stage } from '../runner/figure.ts';
import { startOverHistory } from '../runner/headcount.ts';
import { percentile } from '../runner/percentile.ts';
import type { ServerProcess } from '../runner/server-process.ts';

const JOINS = 400;
const GAP_MS = 50;
const SETTLE_MS = 2500;
const YEAR_MS = 365 * 86_400_000;
const LOBBY = 'conference-0-room-0';

/** Does something again and again until it is told to stop. */
async function keepOn(isOver: () => boolean, act: () => Promise<unknown>): Promise<number> {
  let times = 0;
  for (; !isOver(); times++) await act();
  return times;
}

/** Somebody joins at steady intervals; when are they in the pushed counters? */
export async function staleness(server: ServerProcess): Promise<number[]> {
  const observer = await Observer.open(server.port, `session:${SESSION}`);
  const attendees = await crowd(JOINS, (index) => openSessionClient(server.port, `a${index}`));
  keepBeating(attendees);
  const asked: number[] = [];
  for (const attendee of attendees) {
    asked.push(now());
    void join(attendee);
    await pause(GAP_MS);
  }
  await pause(SETTLE_MS);
  return observer.behind(asked);
}

async function measure(stage: Stage, isBusy: boolean): Promise<Measured> {
  const server = await startOverHistory(stage, stage.history());
  const iso = (time: number) => new Date(time).toISOString();
  const year = `from=${iso(FIRST_DAY)}&to=${iso(FIRST_DAY + YEAR_MS)}`;
  let isOver = !isBusy;
  const exports = keepOn(
    () => isOver,
    async () => (await ask(server, `/v1/sessions/${LOBBY}/slices`, 'text/csv')).arrayBuffer(),
  );
  const reports = keepOn(
    () => isOver,
    async () => (await ask(server, `/v1/organizations/bench/usage?step=day&${year}`)).arrayBuffer(),
  );
  const behind = await staleness(server);
  isOver = true;
  return {
    value: percentile(behind, 0.99),
    details: { p50: percentile(behind, 0.5), exports: await exports, reports: await reports },
  };
}

/** What an export of a million slices and a year's report do to the people who watch the counters. */
export const historyBeside: Figure = {
  name: 'history-beside',
  unit: 'ms that counters are behind, p99',
  variants: [
    { name: 'headcount, exporting and reporting', measure: (stage) => measure(stage, true) },
    { name: 'headcount, nothing beside', measure: (stage) => measure(stage, false) },
  ],
  goals: [
    {
      title: "counters behind while a million slices are exported and a year's report is made, ms, p99",
      of: 'headcount, exporting and reporting',
      atMost: 1200,
    },
  ],
};
