import { join } from 'node:path';
import { Database } from '../../storage/sqlite/database.ts';
import { FIRST_DAY } from '../load/history/programme.ts';
import { tokenFor } from '../load/tokens.ts';
import { ask } from '../runner/asking.ts';
import { type Figure, type Measured, pause, type Stage } from '../runner/figure.ts';
import { startOverHistory } from '../runner/headcount.ts';
import { percentile } from '../runner/percentile.ts';
import { openRaw } from '../runner/raw-sql.ts';
import type { ServerProcess } from '../runner/server-process.ts';
import { staleness } from './history-beside.ts';

const EVENT = 'conference-0';
/** With more than a million slices. */
const LOBBY = 'conference-0-room-0';
const DAY_MS = 86_400_000;
const DAYS = 100;
const LOOK_MS = 200;

const day = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The kind of a session with slices never changes, so it is done behind the server's back. */
async function makeRoomOfLobby(folder: string): Promise<void> {
  const file = join(folder, 'headcount.db');
  const database = await Database.open({ file, busyTimeoutMs: 5000, cacheKib: 1024 });
  const sql = `UPDATE sessions SET details = json_set(details, '$.kind', 'networking') WHERE id = ?1`;
  await database.all(sql, [LOBBY]);
  await database.close();
}

async function order(server: ServerProcess): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${server.port}/v1/reports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokenFor('operator', 'admin')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ event: EVENT, from: day(FIRST_DAY), to: day(FIRST_DAY + DAYS * DAY_MS) }),
  });
  if (answer.status !== 202)
    throw new Error(`the report was answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
}

/** Seconds until a report is ready. */
async function ready(server: ServerProcess, id: string, from: number): Promise<number> {
  for (;;) {
    const report = (await (await ask(server, `/v1/reports/${id}`)).json()) as {
      status: string;
      reason: string;
    };
    if (report.status === 'failed') throw new Error(`the report failed: ${report.reason}`);
    if (report.status === 'ready') return (performance.now() - from) / 1000;
    await pause(LOOK_MS);
  }
}

async function headcount(stage: Stage): Promise<Measured> {
  const folder = stage.history();
  await makeRoomOfLobby(folder);
  const server = await startOverHistory(stage, folder);
  const from = performance.now();
  const id = await order(server);
  const [seconds, behind] = await Promise.all([ready(server, id, from), staleness(server)]);
  const workbook = await (await ask(server, `/v1/reports/${id}/file`)).arrayBuffer();
  return {
    value: seconds,
    details: { workbookMB: workbook.byteLength / 1e6, behindMs: percentile(behind, 0.99) },
  };
}

const COUNTS = `
SELECT count(*) AS entries FROM (
  SELECT attendee, start_at, country FROM slices
  WHERE session IN (SELECT key FROM sessions WHERE details ->> '$.kind' = 'networking' AND event = (
    SELECT event FROM sessions WHERE id = ?1
  ))
  ORDER BY session, attendee, start_at
)`;

async function rawSql(stage: Stage): Promise<Measured> {
  const folder = stage.history();
  await makeRoomOfLobby(folder);
  const raw = await openRaw(folder);
  const from = performance.now();
  const [row] = await raw.all<{ entries: number }>(COUNTS, [LOBBY]);
  const seconds = (performance.now() - from) / 1000;
  await raw.close();
  return { value: seconds, details: { entries: row?.entries ?? 0 } };
}

/** A process that needs more than 200 MB of heap fails, and so would the figure. */
export const historyWorkbook: Figure = {
  name: 'history-workbook',
  unit: 's',
  variants: [
    { name: 'headcount', measure: headcount },
    { name: 'the SQL alone, counted only', measure: rawSql },
  ],
  goals: [
    {
      title: 'Smart Sessions report of a million presences, s, in a heap of 200 MB',
      of: 'headcount',
      atMost: 90,
    },
    { title: 'counters behind meanwhile, ms, p99', of: 'headcount', detail: 'behindMs', atMost: 1200 },
  ],
};
