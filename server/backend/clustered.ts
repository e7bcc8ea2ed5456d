import type { TimeSource } from '../../storage/memory/log-clock.ts';
import { RedisLog } from '../../storage/redis/redis-log.ts';
import { SeriesConnection } from '../../storage/redis/series-connection.ts';
import { TimeSeries } from '../../storage/redis/time-series.ts';
import type { History } from '../../storage/types.ts';
import type { RedisConfig } from '../config.ts';
import { MINUTE_MS } from '../durations.ts';
import { MAX_RETRY_MS } from '../gateway/goodbye.ts';
import type { Logger } from '../logger.ts';
import { observeLog } from '../metrics/log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { recoverReplica } from '../recorder/recover-replica.ts';
import { Snapshots } from '../recorder/snapshots.ts';
import { FileSeries } from '../series/file-series.ts';
import { SeriesOrFile } from '../series/series-or-file.ts';
import { SeriesWriter } from '../series/series-writer.ts';
import { StartError } from '../start-error.ts';
import type { Backend, BackendParts, RunningBackend } from './backend.ts';

export interface ClusteredOptions {
  readonly redis: RedisConfig;
  readonly node: string;
  readonly history: History;
  readonly time: TimeSource;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * One of several nodes that read the same log from Redis.
 * @throws StartError when the file is not of a node of such a log
 */
export async function openClustered(options: ClusteredOptions): Promise<Backend> {
  const { redis, node, history, time, logger } = options;
  const recovered = await recoverReplica(history);
  const { restored, refusedSnapshot } = recovered;
  if (restored.position !== null && (restored.snapshot === null || refusedSnapshot !== null)) {
    throw new StartError(
      'the file in DATA_DIR cannot go on with a log on Redis: it is of a server without Redis, or of another version. ' +
        'Start with an empty DATA_DIR, and with BOOTSTRAP_URL where other nodes run already',
      { cause: refusedSnapshot ?? undefined },
    );
  }
  const log = new RedisLog({
    url: redis.url,
    node,
    time,
    keep: { ms: redis.logMs, bytes: redis.logBytes },
    onError: (error, { stage }) => logger.warn({ err: error, stage }, 'Redis'),
    onAlarm: (alarm) => logger.error({ alarm }, 'the log is not what it should be'),
  });
  observeLog(options.metrics.scraped, () => log.stats);
  return {
    log,
    node,
    recovered,
    goodbyeMs: MAX_RETRY_MS,
    run: (parts) => run(options, { ...parts, log, recovered }),
  };
}

type Parts = BackendParts & Pick<Backend, 'recovered'> & { readonly log: RedisLog };

function run(
  { redis, history, time, logger }: ClusteredOptions,
  { log, recovered, ...parts }: Parts,
): RunningBackend {
  const { live, restored } = recovered;
  const onError = (error: unknown) => logger.warn({ err: error }, 'time series');
  const connection = new SeriesConnection({ url: redis.url, onError });
  const series = new TimeSeries({ connection, retentionMs: redis.seriesRetentionMs });
  const writer = new SeriesWriter({
    ...{ history, live, series, onError, isLeader: parts.isLeader },
    onRepaired: (scope, differences) => logger.warn({ scope, differences }, 'repaired the time series'),
  });
  const snapshots = new Snapshots({
    ...{ live, last: restored.snapshot, monotonic: time.monotonic },
    offsetMs: Math.random() * MINUTE_MS,
  });
  const trimming = setInterval(() => {
    if (parts.isLeader()) void log.trim();
  }, MINUTE_MS);
  return {
    series: new SeriesOrFile({
      ...{ series, onError },
      file: new FileSeries({ history, live, dataThrough: parts.dataThrough }),
    }),
    snapshotAfter: (entry) => snapshots.after(entry),
    committed: (batch) => writer.committed(batch),
    recounted: (spans) => {
      for (const span of spans) writer.recomputed(span);
    },
    ending: () => snapshots.end(),
    close: async () => {
      clearInterval(trimming);
      await writer.close();
      await series.close();
    },
  };
}
