import { BENCH_SECRET } from '../load/tokens.ts';
import type { Stage } from './figure.ts';
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
