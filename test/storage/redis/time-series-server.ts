import { onTestFinished } from 'vitest';
import { createSeriesClient } from '../../../storage/redis/series-client.ts';
import { TimeSeries } from '../../../storage/redis/time-series.ts';
import type { RedisServer } from '../../support/redis-server.ts';

export const RETENTION_MS = 90 * 86_400_000;

/** Time series on a server, over a connection of the test's own. */
export async function connectSeries(server: RedisServer, retentionMs = RETENTION_MS) {
  const client = createSeriesClient({ url: server.url, onError: () => {} });
  await client.connect();
  const series = new TimeSeries({ client, retentionMs });
  onTestFinished(() => series.close());
  return { client, series };
}
