import { openClient } from './client.ts';
import { parseRedisUrl } from './redis-target.ts';
import { fieldsOf, infoOf, timeOf } from './replies.ts';

/** What a Redis says of itself. Null: it does not let this user ask. */
export interface RedisFacts {
  readonly version: string;
  readonly role: string;
  readonly hasTimeSeries: boolean;
  readonly appendOnly: boolean | null;
  /** How often the append-only file is synced: `always`, `everysec` or `no`. */
  readonly appendSync: string | null;
  readonly evictionPolicy: string;
  /** From asking to the answer, median of a few, ms. */
  readonly roundTripMs: number;
  /** How far its clock is ahead of this machine's, ms. */
  readonly clockAheadMs: number;
}

const TIMEOUT_MS = 5000;
const PINGS = 15;

/** Asks, and changes nothing. Rejects when it cannot be reached, or refuses. */
export async function inspectRedis(redisUrl: string): Promise<RedisFacts> {
  const attempt = { timeoutMs: TIMEOUT_MS, signal: AbortSignal.timeout(TIMEOUT_MS) };
  const { url } = await parseRedisUrl(redisUrl)(attempt);
  const client = await openClient({ url, ...attempt, onEnd: () => undefined });
  const ask = (...command: string[]): Promise<unknown> => client.sendCommand(command);
  try {
    const info = await ask('INFO', 'everything');
    const { roundTripMs, clockAheadMs } = await timeOn(() => ask('TIME'));
    return {
      version: infoOf(info, 'redis_version'),
      role: infoOf(info, 'role'),
      hasTimeSeries: /^module:name=timeseries,/m.test(String(info)),
      appendOnly: infoOf(info, 'aof_enabled') === '1',
      appendSync: await settingOf(ask, 'appendfsync'),
      evictionPolicy: infoOf(info, 'maxmemory_policy'),
      roundTripMs,
      clockAheadMs,
    };
  } finally {
    client.destroy();
  }
}

/** Null where CONFIG is forbidden, as managed services do. */
async function settingOf(
  ask: (...command: string[]) => Promise<unknown>,
  name: string,
): Promise<string | null> {
  const reply = await ask('CONFIG', 'GET', name).catch(() => []);
  return fieldsOf(reply).get(name) ?? null;
}

async function timeOn(
  askTime: () => Promise<unknown>,
): Promise<Pick<RedisFacts, 'roundTripMs' | 'clockAheadMs'>> {
  const rounds: { tripMs: number; aheadMs: number }[] = [];
  for (let round = 0; round < PINGS; round++) {
    const startedAt = performance.now();
    const theirs = timeOf(await askTime());
    const tripMs = performance.now() - startedAt;
    rounds.push({ tripMs, aheadMs: theirs - (Date.now() - tripMs / 2) });
  }
  rounds.sort((a, b) => a.tripMs - b.tripMs);
  return {
    roundTripMs: rounds[Math.floor(PINGS / 2)]?.tripMs ?? 0,
    // The quickest answer bends it least.
    clockAheadMs: rounds[0]?.aheadMs ?? 0,
  };
}
