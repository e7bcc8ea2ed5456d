import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { RedisServer, type RedisSettings } from './redis-server.ts';

export interface SentinelOptions {
  readonly replicas?: number;
  readonly sentinels?: number;
  readonly downAfterMs?: number;
  /** Of the master and the replicas. */
  readonly settings?: RedisSettings;
}

const NAME = 'headcount';

/** A replica is ready within milliseconds instead of the seconds that a big one may take. */
const SERVER_SETTINGS: RedisSettings = { 'repl-diskless-sync-delay': '0' };

/**
 * Sentinels look every second by default and connect anew no more often: with a short time until down they take a healthy
 * master for dead right after a switch. What a replica said counts for five pings, and it is asked once a second, so
 * they must not be shorter than this. On a busy machine they must not think that their clock is wrong, either.
 */
const SENTINEL_PERIODS_MS: Readonly<Record<string, number>> = {
  'PING-PERIOD': 300,
  'ASK-PERIOD': 100,
  'INFO-PERIOD': 500,
  'PUBLISH-PERIOD': 200,
  'TILT-TRIGGER': 20_000,
};

async function startReplica(master: RedisServer, settings: RedisSettings): Promise<RedisServer> {
  const replica = await RedisServer.start({ ...settings, replicaof: ['127.0.0.1', String(master.port)] });
  await replica.printed(/MASTER <-> REPLICA sync: Finished with success/);
  return replica;
}

interface Watch {
  readonly master: RedisServer;
  readonly quorum: number;
  readonly downAfterMs: number;
}

const sentinelFile = ({ master, quorum, downAfterMs }: Watch) => `bind 127.0.0.1
sentinel monitor ${NAME} 127.0.0.1 ${master.port} ${quorum}
sentinel down-after-milliseconds ${NAME} ${downAfterMs}
sentinel failover-timeout ${NAME} ${Math.max(3_000, downAfterMs * 3)}
`;

/** Sentinels write what they learn into their file: it is kept over restarts. */
async function startSentinel(watch: Watch): Promise<RedisServer> {
  const sentinel = await RedisServer.run(({ port, folder }) => {
    const file = join(folder, 'sentinel.conf');
    if (!existsSync(file)) writeFileSync(file, sentinelFile(watch));
    return [file, '--sentinel', '--port', String(port), '--dir', folder];
  });
  await sentinel.command('SENTINEL', 'DEBUG', ...Object.entries(SENTINEL_PERIODS_MS).flat().map(String));
  return sentinel;
}

/** A master with replicas, and the sentinels that watch them. */
class RedisSentinels {
  /** For `createSentinel({ name, sentinelRootNodes })`. */
  readonly name = NAME;
  readonly servers: readonly RedisServer[];
  readonly sentinels: readonly RedisServer[];
  #master: RedisServer;

  private constructor(
    master: RedisServer,
    replicas: readonly RedisServer[],
    sentinels: readonly RedisServer[],
  ) {
    this.#master = master;
    this.servers = [master, ...replicas];
    this.sentinels = sentinels;
  }

  /** Resolves when every sentinel knows all the others and all replicas, so that a failover can begin. */
  static async start({
    replicas = 2,
    sentinels = 3,
    downAfterMs = 1_000,
    settings = {},
  }: SentinelOptions = {}): Promise<RedisSentinels> {
    const all = { ...SERVER_SETTINGS, ...settings };
    const master = await RedisServer.start(all);
    const followers = await Promise.all(Array.from({ length: replicas }, () => startReplica(master, all)));
    const watch = { master, quorum: Math.floor(sentinels / 2) + 1, downAfterMs };
    const watchers = await Promise.all(Array.from({ length: sentinels }, () => startSentinel(watch)));
    const group = new RedisSentinels(master, followers, watchers);
    await group.#acquainted();
    return group;
  }

  get sentinelRootNodes(): { readonly host: string; readonly port: number }[] {
    return this.sentinels.map(({ port }) => ({ host: '127.0.0.1', port }));
  }

  /** As of the last switch that was waited for. */
  get master(): RedisServer {
    return this.#master;
  }

  get replicas(): readonly RedisServer[] {
    return this.servers.filter((server) => server !== this.#master);
  }

  /** Does what takes the master away; gives the new one when every sentinel that runs has named it. */
  async switched(act: () => void | Promise<void>): Promise<RedisServer> {
    const pattern = new RegExp(`\\+switch-master ${NAME} \\S+ ${this.#master.port} \\S+ (\\d+)`);
    const marks = this.sentinels.map((sentinel) => ({ sentinel, mark: sentinel.mark }));
    await act();
    const named = await Promise.all(
      marks
        .filter(({ sentinel }) => sentinel.isRunning)
        .map(({ sentinel, mark }) => sentinel.printed(pattern, mark)),
    );
    const promoted = this.servers.find(({ port }) => port === Number(named[0]?.[1]));
    if (promoted === undefined) throw new Error(`no server of this group: ${named[0]?.[0]}`);
    this.#master = promoted;
    return promoted;
  }

  /** Kills the master and waits for the next. */
  failover(): Promise<RedisServer> {
    return this.switched(() => this.#master.kill());
  }

  async close(): Promise<void> {
    await Promise.all([...this.sentinels, ...this.servers].map((server) => server.close()));
  }

  async #acquainted(): Promise<void> {
    const others = (port: number) => [
      ...this.replicas.map((replica) => new RegExp(`\\+slave slave 127\\.0\\.0\\.1:${replica.port} `)),
      ...this.sentinels
        .filter((other) => other.port !== port)
        .map((other) => new RegExp(`\\+sentinel sentinel \\S+ 127\\.0\\.0\\.1 ${other.port} `)),
    ];
    await Promise.all(
      this.sentinels.flatMap((sentinel) => others(sentinel.port).map((pattern) => sentinel.printed(pattern))),
    );
  }
}

/** A group that goes when the test has finished. */
export async function startSentinels(options?: SentinelOptions): Promise<RedisSentinels> {
  const group = await RedisSentinels.start(options);
  onTestFinished(() => group.close());
  return group;
}
