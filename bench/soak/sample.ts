import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../runner/figure.ts';
import { progressOf } from '../runner/progress.ts';
import { openRaw } from '../runner/raw-sql.ts';
import type { ServerProcess } from '../runner/server-process.ts';

/** What a server takes while everybody is present and nothing is under way. */
export interface Sample {
  /** Since the first person came. */
  readonly minutes: number;
  /** Live objects after forced collections. */
  readonly heapMB: number;
  readonly rssMB: number;
  readonly timers: number;
  readonly handles: number;
  /** Null where the system does not say. */
  readonly openFiles: number | null;
  /** Of all tables. */
  readonly rows: number;
  /** With what is not yet moved from the log of SQLite into it. */
  readonly fileMB: number;
}

const POLL_MS = 100;
/** For pushes and answers that are on their way. */
const SETTLE_MS = 1500;

async function rowsIn(folder: string): Promise<number> {
  const database = await openRaw(folder);
  const tables = await database.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`);
  let rows = 0;
  for (const { name } of tables) {
    const [counted] = await database.all<{ rows: number }>(`SELECT count(*) AS rows FROM "${name}"`);
    rows += counted?.rows ?? 0;
  }
  await database.close();
  return rows;
}

const bytesOf = (file: string) => (existsSync(file) ? statSync(file).size : 0);

function openFilesOf(pid: number): number | null {
  return process.platform === 'linux' ? readdirSync(`/proc/${pid}/fd`).length : null;
}

/** Waits until all is written. It does not depend on what else the machine does: only what is alive is counted. */
export async function sampleOf(server: ServerProcess, folder: string, minutes: number): Promise<Sample> {
  while (!(await progressOf(server)).isRecorded) await pause(POLL_MS);
  await pause(SETTLE_MS);
  const { heapBytes, rssBytes } = await server.collected();
  const file = join(folder, 'headcount.db');
  return {
    minutes,
    heapMB: heapBytes / 1e6,
    rssMB: rssBytes / 1e6,
    ...(await server.resources()),
    openFiles: openFilesOf(server.pid),
    rows: await rowsIn(folder),
    fileMB: (bytesOf(file) + bytesOf(`${file}-wal`)) / 1e6,
  };
}
