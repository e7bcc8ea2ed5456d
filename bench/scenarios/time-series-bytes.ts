import { SeriesConnection } from '../../storage/redis/series-connection.ts';
import { TimeSeries } from '../../storage/redis/time-series.ts';
import type { Sample } from '../../storage/types.ts';
import { BusySession } from '../load/busy-day.ts';
import type { Figure, Measured, Stage } from '../runner/figure.ts';

const SESSIONS = 1000;
/** For the control, which takes as many commands as samples. */
const FEW_SESSIONS = 50;
const MINUTES = 1440;
const MINUTE_MS = 60_000;
const MORNING = Date.UTC(2026, 4, 4);
const RETENTION_MS = 90 * 86_400_000;

type Write = (connection: SeriesConnection) => (samples: readonly Sample[]) => Promise<unknown>;

/** A day, minute by minute. */
async function measure(stage: Stage, count: number, write: Write): Promise<Measured> {
  const redis = await stage.redis();
  const connection = new SeriesConnection({ url: redis.url, onError: console.error });
  await connection.ready();
  const sessions = Array.from({ length: count }, (_, index) => new BusySession(index));
  const store = write(connection);
  const before = await redis.memoryBytes();
  const from = performance.now();
  let samples = 0;
  for (let minute = 0; minute < MINUTES; minute++) {
    const closed = sessions.flatMap((session) => session.minute(MORNING + minute * MINUTE_MS));
    await store(closed);
    samples += closed.length;
  }
  const seconds = (performance.now() - from) / 1000;
  const bytes = (await redis.memoryBytes()) - before;
  await connection.close();
  return { value: bytes / samples, details: { megabytes: bytes / 1e6, samplesASecond: samples / seconds } };
}

const timeSeries: Write = (connection) => {
  const series = new TimeSeries({ connection, retentionMs: RETENTION_MS });
  return (samples) => series.write(samples);
};

const sortedSets: Write = (connection) => (samples) =>
  Promise.all(
    samples.map(({ labels: { session, metric }, time, value }) =>
      connection.client.zAdd(`${session},${metric}`, { score: time, value: `${time}:${value}` }),
    ),
  );

/** Memory of a day of closed minutes, with keys, labels and index. */
export const timeSeriesBytes: Figure = {
  name: 'time-series',
  unit: 'bytes a sample in Redis',
  variants: [
    { name: 'TimeSeries, 1,000 sessions', measure: (stage) => measure(stage, SESSIONS, timeSeries) },
    {
      name: 'a sorted set a series, 50 sessions',
      measure: (stage) => measure(stage, FEW_SESSIONS, sortedSets),
    },
  ],
  goals: [
    {
      title: 'bytes a sample, one day of minutes, 1,000 sessions',
      of: 'TimeSeries, 1,000 sessions',
      atMost: 5,
    },
  ],
};
