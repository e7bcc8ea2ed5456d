import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectRedis } from '../../storage/redis/inspect.ts';
import { lastTimeIn } from '../../storage/sqlite/inspect-file.ts';
import type { Config } from '../config.ts';
import { historyFile } from '../history-file.ts';
import { loadServer } from '../load-server.ts';
import { judgeClock, type OtherClock } from './clock.ts';
import { judgeDisk, readDisk } from './disk.ts';
import { judgeExposure } from './exposure.ts';
import { judgeFiles, openFileLimit } from './files.ts';
import { type Finding, ok, problem } from './finding.ts';
import { judgeMail } from './mail.ts';
import { judgeMemory, readMemory } from './memory.ts';
import { judgeRedis } from './redis.ts';
import { judgeSecrets } from './secrets.ts';

const words = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Looks at all that a server with this configuration depends on, and changes none of it. */
export async function examine(config: Config): Promise<Finding[]> {
  const history = await examineHistory(config.dataDir);
  const redis = await examineRedis(config.redis?.url);
  return [
    await examineNode(),
    judgeFiles(await openFileLimit(), config.maxConnections),
    ...judgeMemory(readMemory(), config.maxConnections),
    ...(await examineDisk(config.dataDir)),
    ...history.findings,
    ...judgeClock(Date.now(), history.lastTime, redis.clocks),
    ...redis.findings,
    ...judgeSecrets(config.jwtSecrets, await modeOf(join(config.dataDir, 'secret'))),
    ...judgeExposure(config),
    ...(await judgeMail(config.mail)),
  ];
}

async function examineNode(): Promise<Finding> {
  const text = `${process.version} on ${process.platform} ${process.arch}`;
  try {
    await loadServer();
    return ok('Node', text);
  } catch (error) {
    return problem('Node', text, words(error));
  }
}

async function examineDisk(dataDir: string): Promise<Finding[]> {
  try {
    return judgeDisk(await readDisk(dataDir));
  } catch (error) {
    return [
      problem('DATA_DIR', words(error), `${dataDir} must be a folder that the server's user may write to`),
    ];
  }
}

async function examineHistory(dataDir: string) {
  const file = historyFile(dataDir);
  const stats = await stat(file).catch(() => null);
  if (stats === null)
    return { lastTime: null, findings: [ok('history', 'none yet: made at the first start')] };
  try {
    const lastTime = await lastTimeIn(file);
    const until = lastTime === null ? 'empty' : `to ${new Date(lastTime).toISOString()}`;
    return { lastTime, findings: [ok('history', `${Math.ceil(stats.size / 1024 ** 2)} MiB, ${until}`)] };
  } catch (error) {
    const advice = 'npm run restore -- COPY; a damaged file is moved aside at the next start';
    return { lastTime: null, findings: [problem('history', words(error), advice)] };
  }
}

async function examineRedis(
  url: string | undefined,
): Promise<{ readonly clocks: readonly OtherClock[]; readonly findings: readonly Finding[] }> {
  if (url === undefined) return { clocks: [], findings: [ok('Redis', 'not used: one process')] };
  try {
    const facts = await inspectRedis(url);
    return { clocks: [{ name: 'Redis', aheadMs: facts.clockAheadMs }], findings: judgeRedis(facts) };
  } catch (error) {
    return {
      clocks: [],
      findings: [problem('Redis', words(error), 'see REDIS_URL, its network and its users')],
    };
  }
}

async function modeOf(file: string): Promise<number | null> {
  return (await stat(file).catch(() => null))?.mode ?? null;
}
