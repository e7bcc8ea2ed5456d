import { createClient } from 'redis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canStartRedis } from '../support/redis-process.ts';
import { RedisServer } from '../support/redis-server.ts';

/** What the server is built on, of the Redis that the tests have. */
describe.runIf(canStartRedis)('the Redis of the tests', () => {
  let server: RedisServer;
  const connect = () => createClient({ url: server.url }).connect();
  let client: Awaited<ReturnType<typeof connect>>;

  beforeAll(async () => {
    server = await RedisServer.start({ appendonly: 'yes', appendfsync: 'everysec' });
    client = await connect();
  });

  afterAll(async () => {
    client.destroy();
    await server.close();
  });

  beforeEach(async () => {
    await client.flushAll();
  });

  it('keeps the last value of a sample', async () => {
    await client.ts.create('minutes', { DUPLICATE_POLICY: 'LAST', CHUNK_SIZE: 512 });
    await client.ts.mAdd([
      { key: 'minutes', timestamp: 60_000, value: 1 },
      { key: 'minutes', timestamp: 120_000, value: 2 },
    ]);
    await client.ts.mAdd([{ key: 'minutes', timestamp: 60_000, value: 3 }]);
    expect(await client.ts.range('minutes', '-', '+')).toEqual([
      { timestamp: 60_000, value: 3 },
      { timestamp: 120_000, value: 2 },
    ]);
  });

  it('answers by labels, and in groups', async () => {
    const series = { a: 'hall', b: 'hall', c: 'room' };
    for (const [key, place] of Object.entries(series)) {
      await client.ts.create(key, { LABELS: { metric: 'concurrent', place } });
      await client.ts.add(key, 60_000, 2);
    }
    const all = await client.ts.mRange('-', '+', 'metric=concurrent');
    expect(Object.keys(all).sort()).toEqual(['a', 'b', 'c']);
    const groups = await client.ts.mRangeGroupBy('-', '+', 'metric=concurrent', {
      label: 'place',
      REDUCE: 'SUM',
    });
    expect(groups).toMatchObject({
      'place=hall': { samples: [{ timestamp: 60_000, value: 4 }] },
      'place=room': { samples: [{ timestamp: 60_000, value: 2 }] },
    });
  });

  it('gives the entries of a stream to who waits for them', async () => {
    const reader = await connect();
    const read = reader.xRead({ key: 'log', id: '0' }, { BLOCK: 0 });
    const id = await client.xAdd('log', '*', { name: 'first' });
    const entries = await read;
    reader.destroy();
    expect(entries).toEqual([{ name: 'log', messages: [{ id, message: { name: 'first' } }] }]);
  });

  it('refuses a stream id that is not above the last', async () => {
    await client.xAdd('log', '5-1', { name: 'first' });
    await expect(client.xAdd('log', '5-1', { name: 'again' })).rejects.toThrow('equal or smaller');
  });

  it('says when a write is on disk', async () => {
    await client.xAdd('log', '*', { name: 'first' });
    expect(await client.sendCommand(['WAITAOF', '1', '0', '5000'])).toEqual([1, 0]);
  });

  it('has all that was on disk after a crash, time series too', async () => {
    await client.xAdd('log', '1-0', { name: 'first' });
    await client.ts.add('minutes', 60_000, 1);
    await client.sendCommand(['WAITAOF', '1', '0', '5000']);
    client.destroy();
    await server.kill();
    await server.restart();
    client = await connect();
    expect(await client.xRange('log', '-', '+')).toEqual([{ id: '1-0', message: { name: 'first' } }]);
    expect(await client.ts.get('minutes')).toEqual({ timestamp: 60_000, value: 1 });
  });
});
