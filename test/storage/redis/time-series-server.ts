import { onTestFinished } from 'vitest';
import { SeriesConnection } from '../../../storage/redis/series-connection.ts';
import { TimeSeries } from '../../../storage/redis/time-series.ts';
import type { RedisServer } from '../../support/redis-server.ts';

export const RETENTION_MS = 90 * 86_400_000;

/** Time series on a server, over a connection of their own. For `beforeAll`: whoever opens them calls `close`. */
export async function openSeries(server: RedisServer, retentionMs = RETENTION_MS) {
  const connection = new SeriesConnection({ url: server.url, onError: () => {} });
  const client = await connection.ready();
  return { client, connection, series: new TimeSeries({ connection, retentionMs }) };
}

/** The same for one test. */
export async function connectSeries(server: RedisServer, retentionMs?: number) {
  const opened = await openSeries(server, retentionMs);
  onTestFinished(() => opened.series.close());
  return opened;
}
