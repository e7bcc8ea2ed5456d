import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RedisProgram } from '../../test/setup/redis-program.ts';
import { headcountSettings } from '../runner/headcount.ts';
import { ready } from '../runner/nodes.ts';
import { RedisServer } from '../runner/redis-server.ts';
import { ServerProcess } from '../runner/server-process.ts';
import { Pool } from './pool.ts';
import { sampleOf } from './sample.ts';
import { SAMPLES } from './verdict.ts';

export interface SoakOrder {
  readonly minutes: number;
  readonly folder: string;
  /** Null: embedded. */
  readonly redis: RedisProgram | null;
}

// The people of a soak, in a process of their own; it tells each sample as it is taken.
const { minutes, folder, redis } = JSON.parse(process.argv[2] ?? '{}') as SoakOrder;

const data = mkdtempSync(join(folder, 'data-'));
const log = redis === null ? null : await RedisServer.start(redis, mkdtempSync(join(folder, 'redis-')));
const url: Record<string, string> = log === null ? {} : { REDIS_URL: log.url };
const settings = { ...headcountSettings(data), ...url };
const server = await ServerProcess.start('headcount', { settings, nodeFlags: [] });
await ready(server);
const pool = await Pool.gather(server);
const from = performance.now();
const elapsedMs = () => performance.now() - from;
for (let index = 1; index <= SAMPLES; index++) {
  // To the end of its part of the time: what a sample takes is not added up.
  await pool.live(Math.max(0, (index * minutes * 60_000) / SAMPLES - elapsedMs()));
  process.send?.(await sampleOf(server, data, elapsedMs() / 60_000));
}
await server.stop();
await log?.stop();
rmSync(data, { recursive: true, force: true });
process.exit(0);
