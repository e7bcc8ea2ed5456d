import { BENCH_SECRET } from '../load/tokens.ts';
import { pause, type Stage } from './figure.ts';
import type { ServerProcess } from './server-process.ts';

/** Settings of the real server: defaults, but for the limits that one machine full of load clients would hit. */
export function headcountSettings(dataDir: string): Record<string, string> {
  return {
    DATA_DIR: dataDir,
    JWT_SECRET: BENCH_SECRET,
    MAX_MESSAGES_PER_SECOND: '1000000000',
    MAX_ACCEPTS_PER_SECOND: '1000000000',
  };
}

/** The real server over an empty folder of this run, or another. */
export function startHeadcount(stage: Stage, dataDir = stage.folder()): Promise<ServerProcess> {
  return stage.start('headcount', headcountSettings(dataDir));
}

const LOOK_MS = 500;
/** CPU in that time of a server that nobody asks for anything. */
const AT_REST_MS = 50;

/** The real server over a file that ended long ago, once it has kept the last day of it, which has closed since. */
export async function startOverHistory(stage: Stage, dataDir: string): Promise<ServerProcess> {
  const server = await startHeadcount(stage, dataDir);
  let before = (await server.usage()).cpuMs;
  for (let spent = Number.POSITIVE_INFINITY; spent > AT_REST_MS; ) {
    await pause(LOOK_MS);
    const { cpuMs } = await server.usage();
    spent = cpuMs - before;
    before = cpuMs;
  }
  return server;
}
