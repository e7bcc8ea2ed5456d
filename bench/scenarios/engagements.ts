import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { crowd } from '../load/crowd.ts';
import { seedEngagements, seedPlainTable } from '../load/million.ts';
import { openPlainTable } from '../load/plain-table.ts';
import { engageFrame, openAttendee } from '../load/session-client.ts';
import type { LoadSocket } from '../load/web-socket.ts';
import type { Figure, Measured, Stage } from '../runner/figure.ts';
import { startHeadcount } from '../runner/headcount.ts';

const STORED = 1_000_000;
const SOCKETS = 100;
const IN_FLIGHT = 100;
const WARM_UP = 15_000;
const ENGAGEMENTS = 45_000;
const ROWS_A_COMMIT = 1000;

/** Each socket keeps some unanswered, and sends the next when one is acknowledged. */
async function engage(sockets: readonly LoadSocket[], name: string, count: number): Promise<void> {
  let sent = 0;
  const one = (socket: LoadSocket): void => {
    if (sent < count) socket.write(engageFrame(`${name}-${sent++}`));
  };
  let acknowledged = 0;
  await new Promise<void>((resolve, reject) => {
    for (const socket of sockets) {
      socket.onText = (text) => {
        if (!text.startsWith('{"type":"ack"')) reject(new Error(text));
        else if (++acknowledged === count) resolve();
        else one(socket);
      };
      for (let index = 0; index < IN_FLIGHT; index++) one(socket);
    }
  });
}

/** A file with the million in it, made by the first run that needs it. */
async function seeded(stage: Stage, name: string, seed: (file: string) => Promise<void>): Promise<string> {
  const file = join(stage.sharedFolder, name);
  if (!existsSync(file)) await seed(file);
  return file;
}

async function headcount(stage: Stage): Promise<Measured> {
  const file = await seeded(stage, 'million.db', (path) => seedEngagements(path, STORED));
  const folder = stage.folder();
  copyFileSync(file, join(folder, 'headcount.db'));
  const server = await startHeadcount(stage, folder);
  const sockets = await crowd(SOCKETS, (index) => openAttendee(server.port, `a${index}`));
  await engage(sockets, 'warm', WARM_UP);
  const before = await server.usage();
  const from = performance.now();
  await engage(sockets, 'measured', ENGAGEMENTS);
  const seconds = (performance.now() - from) / 1000;
  const { cpuMs } = await server.usage();
  return {
    value: ENGAGEMENTS / seconds,
    details: { cpuMicroseconds: ((cpuMs - before.cpuMs) * 1000) / ENGAGEMENTS },
  };
}

async function plainTable(stage: Stage): Promise<Measured> {
  const file = await seeded(stage, 'plain.db', (path) => seedPlainTable(path, STORED));
  const copy = join(stage.folder(), 'plain.db');
  copyFileSync(file, copy);
  const table = await openPlainTable(copy);
  for (let done = 0; done < WARM_UP; done += ROWS_A_COMMIT) await table.insert('warm', done, ROWS_A_COMMIT);
  const from = performance.now();
  for (let done = 0; done < ENGAGEMENTS; done += ROWS_A_COMMIT)
    await table.insert('measured', done, ROWS_A_COMMIT);
  const seconds = (performance.now() - from) / 1000;
  await table.close();
  return { value: ENGAGEMENTS / seconds };
}

/** Over real sockets, each acknowledged when it is committed. */
export const engagements: Figure = {
  name: 'engagements',
  unit: 'durable rows a second',
  variants: [
    { name: 'headcount', measure: headcount },
    { name: 'SQLite alone, one table, commits of 1,000', measure: plainTable },
  ],
  goals: [
    {
      title: 'engagements acknowledged durably a second, 1 million stored',
      of: 'headcount',
      atLeast: 10_000,
    },
  ],
};
