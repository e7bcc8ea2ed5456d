import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Purged } from '../../server/live/effects.ts';
import { checkSeries } from '../../server/series/check-series.ts';
import { SeriesOrFile } from '../../server/series/series-or-file.ts';
import { SeriesWriter, type SeriesWriterOptions } from '../../server/series/series-writer.ts';
import type { HistoryBatch, SeriesQuery } from '../../storage/types.ts';
import { EVENT, ended, MINUTE, minute, ORG, ROOM, started, T0 } from '../storage/history/batches.ts';
import { connectSeries } from '../storage/redis/time-series-server.ts';
import { canStartRedis } from '../support/redis-process.ts';
import { RedisServer } from '../support/redis-server.ts';
import { type FedFile, openFedFile } from './fed-file.ts';

const HOUR = 60 * MINUTE;
const SCOPE = {
  tenant: 'acme',
  organization: 'acme',
  event: 'conf',
  session: 'room',
  scopeKind: 'session',
} as const;

const peaks = (from: number, to: number): SeriesQuery => ({
  where: { ...SCOPE, metric: 'peak', mode: 'all', step: 'minute' },
  from,
  to,
});

/** What a room does in a minute: its number of people is that of the minute. */
function busy(n: number): Partial<HistoryBatch> {
  const start = T0 + n * MINUTE;
  const attendee = `guest-${n}`;
  return {
    minutes: [
      minute({ minute: start, peak: n + 1 }),
      minute({ minute: start, track: 1, peak: n + 1 }),
      minute({ minute: start, scope: EVENT, peak: n + 2 }),
    ],
    engagementMinutes: [{ scope: ROOM, minute: start, action: 'reaction', count: n + 1 }],
    slicesStarted: [started({ slice: n + 1, attendee, start: start + 1 })],
    slicesEnded: [ended({ slice: n + 1, attendee, end: start + 1000 })],
  };
}

describe.runIf(canStartRedis)('the writer of time series', () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    if (!server.isRunning) await server.restart();
    await server.command('FLUSHALL');
  });

  async function open(options: Partial<SeriesWriterOptions> = {}) {
    const file = await openFedFile();
    const { client, connection, series } = await connectSeries(server);
    const errors: unknown[] = [];
    const repaired: unknown[] = [];
    const make = (more: Partial<SeriesWriterOptions> = {}) =>
      new SeriesWriter({
        ...file,
        series,
        isLeader: () => true,
        onError: (error) => errors.push(error),
        onRepaired: (scope, differences) => repaired.push([scope, differences]),
        ...options,
        ...more,
      });
    const writer = make();
    /** Minutes `[from, to)`, each told when it has ended. */
    const pass = async (from: number, to: number, told = writer) => {
      for (let n = from; n < to; n += 1) {
        told.committed(await file.feed(T0 + (n + 1) * MINUTE, busy(n)));
        await told.settled();
      }
    };
    const check = (from: number, to: number, repair = false) =>
      checkSeries({
        series,
        file: file.series,
        scope: SCOPE,
        from: T0 + from * MINUTE,
        to: T0 + to * MINUTE,
        repair,
      });
    return { file, client, connection, series, writer, make, pass, check, errors, repaired };
  }

  const EQUAL = { missing: 0, different: 0, needless: 0 };

  async function countPeaks(file: Pick<FedFile, 'series'>, from: number, to: number): Promise<number> {
    const [found] = await file.series.query(peaks(T0 + from * MINUTE, T0 + to * MINUTE));
    return found?.samples.length ?? 0;
  }

  it('writes minutes and hours that are those of the file', async () => {
    const { file, series, check, pass, errors, repaired } = await open();
    await pass(0, 61);
    expect(errors).toEqual([]);
    expect(repaired).toEqual([]);
    expect(await countPeaks(file, 0, 61)).toBe(61);
    expect(await check(0, 61)).toEqual(EQUAL);
    expect(await series.held()).toMatchObject({ through: T0 + 61 * MINUTE });
  });

  it('writes nothing while it does not lead, and then the hours before, too', async () => {
    let leads = false;
    const { file, series, check, pass } = await open({ isLeader: () => leads });
    await pass(0, 70);
    expect(await series.held()).toBeNull();
    expect(await countPeaks({ series } as unknown as FedFile, 0, 70)).toBe(0);
    leads = true;
    await pass(70, 71);
    expect(await check(0, 71)).toEqual(EQUAL);
    expect(await countPeaks(file, 0, 71)).toBe(71);
  });

  it('takes away the series of what is deleted, and of nothing else', async () => {
    const { file, series, writer, pass, errors } = await open();
    await pass(0, 3);
    const scopes = async () => {
      const query = {
        where: { tenant: 'acme', metric: 'peak', mode: 'all' },
        from: T0,
        to: T0 + HOUR,
      } as const;
      return (await series.query(query)).map(({ labels }) => labels.scopeKind).sort();
    };
    expect(await scopes()).toEqual(['event', 'session']);
    const room = {
      scopeKind: 'session',
      scope: ROOM,
      tenant: ORG,
      id: 'room',
      parents: [EVENT, ORG],
    } as const;
    const batch = await file.feed(T0 + 3 * MINUTE + 5, { deleted: [{ kind: 'deleted', at: T0, ...room }] });
    writer.committed(batch);
    await writer.settled();
    expect(await scopes()).toEqual(['event']);
    expect(errors).toEqual([]);
  });

  it('takes away what a purge takes from the file, and of no other organization', async () => {
    const { series, file, writer, pass, errors } = await open();
    await pass(0, 3);
    const labels = { ...SCOPE, metric: 'peak', mode: 'all', step: 'minute' } as const;
    const theirs = { ...labels, organization: 'other', session: 'their-room' };
    await series.write([{ labels: theirs, time: T0, value: 1 }]);
    const purge = async (wish: Partial<Purged>) => {
      const purged: Purged = {
        ...{ kind: 'purged', tenant: ORG, organization: ORG, parents: [], before: T0 + 2 * MINUTE },
        ...{ scope: 'everything', keepAggregates: false, salt: 'salt', at: T0, ...wish },
      };
      const batch = await file.feed(T0 + 3 * MINUTE + 5);
      writer.committed({ ...batch, purges: [purged] });
      await writer.settled();
      const { where } = peaks(T0, T0);
      const found = await series.query({
        where: { ...where, session: ['room', 'their-room'], organization: ['acme', 'other'] },
        from: T0,
        to: T0 + HOUR,
      });
      return found.map(({ samples }) => samples.map(([time]) => (time - T0) / MINUTE)).toSorted();
    };
    expect(await purge({ keepAggregates: true })).toEqual([[0], [0, 1, 2]]);
    expect(await purge({ scope: 'personal' })).toEqual([[0], [0, 1, 2]]);
    expect(await purge({})).toEqual([[0], [2]]);
    expect(errors).toEqual([]);
  });

  it('writes the last hour again when another takes over', async () => {
    const { series, make, pass, check } = await open();
    await pass(0, 70);
    // What the one before has left in disorder.
    await series.write([
      {
        labels: {
          ...SCOPE,
          organization: 'acme',
          scopeKind: 'session',
          metric: 'peak',
          mode: 'all',
          step: 'minute',
        },
        time: T0 + 30 * MINUTE,
        value: 999,
      },
    ]);
    await pass(70, 71, make());
    expect(await check(0, 71)).toEqual(EQUAL);
  });

  it('counts all engagement of a minute in the midst of which it began', async () => {
    const { file, writer, make, check } = await open();
    const more = { engagementMinutes: [{ scope: ROOM, minute: T0, action: 'reaction', count: 2 }] };
    writer.committed(await file.feed(T0 + 1000, more));
    await writer.settled();
    const restarted = make();
    restarted.committed(await file.feed(T0 + 2000));
    await restarted.settled();
    restarted.committed(await file.feed(T0 + MINUTE));
    await restarted.settled();
    expect(await check(0, 1)).toEqual(EQUAL);
    expect(await file.series.query(peaks(T0, T0 + HOUR))).toEqual([]);
  });

  it.each([
    ['FLUSHALL', () => server.command('FLUSHALL')],
    ['a lost disk', () => server.restart({ wipe: true })],
  ])('writes everything again after %s', async (_name, lose) => {
    const { connection, pass, check } = await open();
    await pass(0, 130);
    await lose();
    await connection.ready();
    await pass(130, 131);
    expect(await check(0, 131)).toEqual(EQUAL);
  });

  it('goes on when Redis is back, whatever had to wait', async () => {
    const { connection, file, errors, pass, check } = await open({ maxWaiting: 10 });
    await pass(0, 3);
    await server.kill();
    await pass(3, 90);
    expect(errors.length).toBeGreaterThan(0);
    await server.restart();
    await connection.ready();
    await pass(90, 91);
    expect(await countPeaks(file, 0, 91)).toBe(91);
    expect(await check(0, 91)).toEqual(EQUAL);
  });

  it('remembers no further back than it has written', async () => {
    const { series, pass } = await open({ backfillMs: HOUR });
    await pass(0, 90);
    await server.command('FLUSHALL');
    await pass(90, 91);
    expect(await series.held()).toEqual({ since: T0 + 31 * MINUTE, through: T0 + 91 * MINUTE });
  });

  it('writes again what was recomputed, and the hour that it lies in', async () => {
    const { file, writer, pass, check } = await open();
    await pass(0, 130);
    const again = [minute({ minute: T0 + 5 * MINUTE, peak: 500, peakAt: T0 + 5 * MINUTE + 7 })];
    await file.feed(T0 + 130 * MINUTE + 1, { minutes: again });
    expect(await check(0, 130)).toMatchObject({ different: expect.any(Number) });
    expect(await check(0, 130)).not.toEqual(EQUAL);
    writer.recomputed({ from: T0 + 5 * MINUTE, to: T0 + 6 * MINUTE });
    await pass(130, 131);
    expect(await check(0, 131)).toEqual(EQUAL);
  });

  it('finds what differs in the hour that has closed, and repairs it', async () => {
    const { client, pass, check, repaired } = await open();
    await pass(0, 59);
    const key = 'headcount:series,acme,session,room,peak,all,minute';
    await client.ts.add(key, T0 + 3 * MINUTE, 77);
    await client.ts.add(key, T0 + 3 * MINUTE + 5, 77);
    await client.ts.del(key, T0 + 4 * MINUTE, T0 + 4 * MINUTE);
    await pass(59, 60);
    expect(repaired).toEqual([[SCOPE, { missing: 1, different: 1, needless: 1 }]]);
    expect(await check(0, 60)).toEqual(EQUAL);
  });

  it('does not wait for ever for a Redis that hangs', async () => {
    const { writer, file, errors, pass } = await open();
    await pass(0, 1);
    server.stop();
    writer.committed(await file.feed(T0 + 2 * MINUTE, busy(1)));
    await writer.close();
    expect(errors).toHaveLength(1);
    server.cont();
    await writer.settled();
  });

  it('is read where it holds the span; else the file is, also while Redis hangs', async () => {
    const { file, series, pass } = await open();
    await pass(0, 3);
    const errors: unknown[] = [];
    const onError = (error: unknown) => errors.push(error);
    const nothing = { query: async () => [] };
    const held = peaks(T0, T0 + 3 * MINUTE);
    expect(await new SeriesOrFile({ series, file: nothing, onError }).query(held)).toEqual(
      await file.series.query(held),
    );
    const ahead = peaks(T0, T0 + 4 * MINUTE);
    expect(await new SeriesOrFile({ series, file: nothing, onError }).query(ahead)).toEqual([]);
    expect(errors).toEqual([]);
    server.stop();
    const impatient = new SeriesOrFile({ series, file: file.series, patienceMs: 50, onError });
    expect(await impatient.query(held)).toEqual(await file.series.query(held));
    expect(errors).toHaveLength(1);
    server.cont();
  });
});
