import { onTestFinished } from 'vitest';
import { createSeriesClient } from '../../../storage/redis/series-client.ts';
import { TimeSeries } from '../../../storage/redis/time-series.ts';
import type { RedisServer } from '../../support/redis-server.ts';

export const RETENTION_MS = 90 * 86_400_000;

/** Time series on a server, over a connection of their own. For `beforeAll`: whoever opens them calls `close`. */
export async function openSeries(server: RedisServer, retentionMs = RETENTION_MS) {
  const client = createSeriesClient({ url: server.url, onError: () => {} });
  await client.connect();
  return { client, series: new TimeSeries({ client, retentionMs }) };
}

/** The same for one test. */
export async function connectSeries(server: RedisServer, retentionMs?: number) {
  const opened = await openSeries(server, retentionMs);
  onTestFinished(() => opened.series.close());
  return opened;
}
