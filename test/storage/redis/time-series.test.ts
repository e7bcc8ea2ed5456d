import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SeriesWriter } from '../../../server/series/series-writer.ts';
import { TimeSeries } from '../../../storage/redis/time-series.ts';
import type { Sample } from '../../../storage/types.ts';
import { openFedFile } from '../../series/fed-file.ts';
import { canStartRedis } from '../../support/redis-process.ts';
import { RedisServer } from '../../support/redis-server.ts';
import { seriesSuite } from '../series.suite.ts';
import { connectSeries, RETENTION_MS } from './time-series-server.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 0, 1, 12);

const labels: Sample['labels'] = {
  tenant: 'acme',
  organization: 'acme',
  event: 'conf',
  session: 'room',
  scopeKind: 'session',
  metric: 'peak',
  mode: 'all',
  step: 'minute',
};
const KEY = 'headcount:series,acme,session,room,peak,all,minute';
const sample = (minute: number, value: number): Sample => ({ labels, time: NOON + minute * MINUTE, value });
const whole = { where: { tenant: 'acme', session: 'room' }, from: 0, to: Number.MAX_SAFE_INTEGER };

describe.runIf(canStartRedis)('time series in Redis', () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    await server.command('FLUSHALL');
  });

  seriesSuite('in Redis TimeSeries', async () => {
    const file = await openFedFile();
    const { series } = await connectSeries(server);
    const errors: unknown[] = [];
    const writer = new SeriesWriter({
      ...file,
      series,
      isLeader: () => true,
      onError: (error) => errors.push(error),
    });
    return {
      series,
      feed: async (time, parts) => {
        writer.committed(await file.feed(time, parts));
        await writer.settled();
        expect(errors).toEqual([]);
      },
    };
  });

  it('are made with chunks of 512 bytes, the last value, retention and labels', async () => {
    const { series, client } = await connectSeries(server);
    await series.write([sample(0, 1)]);
    const info = await client.ts.info(KEY);
    expect(info).toMatchObject({ chunkSize: 512, duplicatePolicy: 'last', retentionTime: RETENTION_MS });
    expect(Object.fromEntries(info.labels.map(({ name, value }) => [name, value]))).toEqual(labels);
  });

  it('expire their retention after their last sample, within an hour', async () => {
    let now = 0;
    const { client, connection } = await connectSeries(server);
    const series = new TimeSeries({ connection, retentionMs: RETENTION_MS, monotonic: () => now });
    await series.write([sample(0, 1)]);
    const hour = 3_600_000;
    const left = await client.pTTL(KEY);
    expect(left).toBeGreaterThan(RETENTION_MS);
    expect(left).toBeLessThanOrEqual(RETENTION_MS + hour);
    await client.pExpire(KEY, 1000);
    now = hour;
    await series.write([sample(60, 1)]);
    expect(await client.pTTL(KEY)).toBeGreaterThan(RETENTION_MS);
  });

  it('forget what is older than their retention', async () => {
    const { series } = await connectSeries(server, 60 * MINUTE);
    await series.write([sample(0, 1), sample(30, 2), sample(61, 3)]);
    const [found] = await series.query(whole);
    expect(found?.samples.map(([, value]) => value)).toEqual([2, 3]);
  });

  it('tell what Redis refuses, and keep the rest', async () => {
    const { series, client } = await connectSeries(server);
    await client.set('headcount:series,acme,session,room,joins,all,minute', 'no series');
    const bad = { labels: { ...labels, metric: 'joins' }, time: NOON, value: 1 };
    await expect(series.write([bad, sample(0, 1)])).rejects.toThrow('1 samples were refused');
    expect(await series.query(whole)).toMatchObject([{ labels, samples: [[NOON, 1]] }]);
  });

  it('are made again when they have been deleted in between', async () => {
    const { series, client } = await connectSeries(server);
    await series.write([sample(0, 1)]);
    await client.del(KEY);
    await series.write([sample(1, 2)]);
    expect(await series.query(whole)).toMatchObject([{ labels, samples: [[NOON + MINUTE, 2]] }]);
    expect(await client.pTTL(KEY)).toBeGreaterThan(RETENTION_MS);
  });

  it('lose what is removed', async () => {
    const { series } = await connectSeries(server);
    await series.write([sample(0, 1), sample(1, 2)]);
    await series.remove([sample(0, 1)]);
    expect(await series.query(whole)).toMatchObject([{ samples: [[NOON + MINUTE, 2]] }]);
  });

  it('lose all of before a time', async () => {
    const { series } = await connectSeries(server);
    await series.write([sample(0, 1), sample(1, 2), sample(2, 3)]);
    await series.forgetBefore({ session: String(labels.session) }, NOON + MINUTE);
    expect(await series.query(whole)).toMatchObject([
      {
        samples: [
          [NOON + MINUTE, 2],
          [NOON + 2 * MINUTE, 3],
        ],
      },
    ]);
  });

  it('refuse to ask with a value that a filter would read as something else', async () => {
    const { series } = await connectSeries(server);
    const asked = series.query({ ...whole, where: { session: ['a', '(b,c)'] } });
    await expect(asked).rejects.toThrow('no label of a series can be "(b,c)"');
  });

  it('know what they hold, as far as it is still kept', async () => {
    const { series } = await connectSeries(server, 60 * MINUTE);
    expect(await series.held()).toBeNull();
    await series.hold({ since: NOON, through: NOON + 30 * MINUTE });
    expect(await series.held()).toEqual({ since: NOON, through: NOON + 30 * MINUTE });
    await series.hold({ since: NOON, through: NOON + 90 * MINUTE });
    expect(await series.held()).toEqual({ since: NOON + 30 * MINUTE, through: NOON + 90 * MINUTE });
  });

  it('write more than fits into one command', async () => {
    const { series } = await connectSeries(server);
    const samples = Array.from({ length: 1000 }, (_, minute) => sample(minute, minute));
    await series.write(samples);
    const [found] = await series.query(whole);
    expect(found?.samples).toEqual(samples.map(({ time, value }) => [time, value]));
  });
});
