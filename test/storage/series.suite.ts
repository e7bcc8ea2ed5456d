import { describe, expect, it } from 'vitest';
import type { HistoryBatch, SeriesLabels, SeriesQuery, SeriesReader } from '../../storage/types.ts';
import { STRANGE, SUB, SUB_EVENT, SUB_ROOM } from '../series/fed-file.ts';
import { EVENT, ended, MINUTE, minute, ORG, ROOM, STREAM, started, T0 } from './history/batches.ts';

const HOUR = 60 * MINUTE;

export interface FedSeries {
  readonly series: SeriesReader;
  /** Tells what a recorder has committed up to a time, and waits until the series have it. */
  feed(time: number, parts?: Partial<HistoryBatch>): Promise<void>;
}

/** Of `acme`, figures of all modes, by the minute, in the first two hours, unless said otherwise. */
function question(where: SeriesQuery['where'], parts: Partial<Omit<SeriesQuery, 'where'>> = {}): SeriesQuery {
  return {
    where: { tenant: 'acme', mode: 'all', step: 'minute', ...where },
    from: T0,
    to: T0 + 2 * HOUR,
    ...parts,
  };
}

const room = { scopeKind: 'session', session: 'room' } as const;

/** What every store of time series must answer. `open` gives an empty one over the catalogue of a fed file. */
export function seriesSuite(name: string, open: () => Promise<FedSeries>): void {
  describe(`the series: ${name}`, () => {
    it('give back a minute once it has ended, with all its labels', async () => {
      const { series, feed } = await open();
      await feed(T0 + MINUTE + 10, {
        minutes: [minute({ minute: T0 })],
      });
      const found = await series.query(question({ ...room, metric: 'peak' }));
      expect(found).toEqual([
        {
          labels: {
            tenant: 'acme',
            organization: 'acme',
            event: 'conf',
            session: 'room',
            scopeKind: 'session',
            metric: 'peak',
            mode: 'all',
            step: 'minute',
          },
          samples: [[T0, 7]],
        },
      ]);
    });

    it('have every figure of a minute', async () => {
      const { series, feed } = await open();
      await feed(T0 + MINUTE, {
        minutes: [minute({ minute: T0, area: 100_000, covered: 45_000 })],
        engagementMinutes: [
          { scope: ROOM, minute: T0, action: 'reaction', count: 3 },
          { scope: ROOM, minute: T0, action: 'x.other', count: 2 },
        ],
      });
      const found = await series.query(question(room));
      expect(
        Object.fromEntries(found.map(({ labels, samples }) => [labels.metric, samples[0]?.[1]])),
      ).toEqual({
        peak: 7,
        peakAt: T0 + 1234,
        minimum: 2,
        average: 2.222,
        joins: 5,
        leaves: 3,
        uniques: 8,
        connections: 9,
        'engagement:reaction': 3,
        'engagement:x.other': 2,
      });
    });

    it('have connections of all modes only, and where they are known, even if there were none', async () => {
      const { series, feed } = await open();
      await feed(T0 + 3 * MINUTE, {
        minutes: [
          minute({ minute: T0, connections: 0 }),
          minute({ minute: T0, track: 1 }),
          minute({ minute: T0 + MINUTE, connections: null }),
          minute({ minute: T0 + 2 * MINUTE, connections: 12 }),
        ],
      });
      const found = await series.query({
        ...question(room),
        where: { tenant: 'acme', ...room, metric: 'connections' },
      });
      expect(found.map(({ labels, samples }) => [labels.mode, labels.step, ...samples])).toEqual([
        ['all', 'minute', [T0, 0], [T0 + 2 * MINUTE, 12]],
      ]);
    });

    it('have engagement in a minute without anybody, and all that was committed of it', async () => {
      const { series, feed } = await open();
      await feed(T0 + 2 * MINUTE);
      const counts = (count: number) => ({
        engagementMinutes: [{ scope: ROOM, minute: T0 + 2 * MINUTE, action: 'poll.open', count }],
      });
      await feed(T0 + 2 * MINUTE + 1000, counts(1));
      await feed(T0 + 2 * MINUTE + 2000, counts(2));
      await feed(T0 + 3 * MINUTE);
      const found = await series.query(question(room));
      expect(found.map(({ labels, samples }) => [labels.metric, ...samples])).toEqual([
        ['engagement:poll.open', [T0 + 2 * MINUTE, 3]],
      ]);
    });

    it('have a value as it was told last', async () => {
      const { series, feed } = await open();
      await feed(T0 + MINUTE, { minutes: [minute({ minute: T0, joins: 5 })] });
      await feed(T0 + 2 * MINUTE, { minutes: [minute({ minute: T0, joins: 6 })] });
      const [found] = await series.query(question({ ...room, metric: 'joins' }));
      expect(found?.samples).toEqual([[T0, 6]]);
    });

    it('take from inclusively and to exclusively', async () => {
      const { series, feed } = await open();
      for (const n of [0, 1, 2, 3])
        await feed(T0 + (n + 1) * MINUTE, { minutes: [minute({ minute: T0 + n * MINUTE, peak: n + 1 })] });
      const ask = async (from: number, to: number) => {
        const [found] = await series.query(question({ ...room, metric: 'peak' }, { from, to }));
        return found?.samples.map(([, value]) => value);
      };
      expect(await ask(T0 + MINUTE, T0 + 3 * MINUTE)).toEqual([2, 3]);
      expect(await ask(T0 + MINUTE + 1, T0 + 3 * MINUTE + 1)).toEqual([3, 4]);
      expect(await ask(T0 + MINUTE, T0 + MINUTE)).toBeUndefined();
      expect(await ask(T0 + 4 * MINUTE, T0 + 9 * MINUTE)).toBeUndefined();
    });

    it('make groups by session, by event, by mode, and reduce them', async () => {
      const { series, feed } = await open();
      await feed(T0 + MINUTE, {
        minutes: [
          minute({ minute: T0, joins: 2 }),
          minute({ minute: T0, scope: STREAM, joins: 3 }),
          minute({ minute: T0, scope: EVENT, joins: 4 }),
          minute({ minute: T0, scope: EVENT, track: 1, joins: 3 }),
          minute({ minute: T0, scope: EVENT, track: 2, joins: 2 }),
          minute({ minute: T0, scope: SUB_ROOM, joins: 7 }),
          minute({ minute: T0, scope: SUB_EVENT, joins: 8 }),
          minute({ minute: T0, scope: SUB, joins: 9 }),
          minute({ minute: T0, scope: ORG, joins: 10 }),
        ],
      });
      const ask = async (
        where: SeriesQuery['where'],
        groupBy: keyof SeriesLabels,
        reduce: 'sum' | 'max' | 'min' = 'sum',
      ) => {
        const found = await series.query(question({ metric: 'joins', ...where }, { groupBy, reduce }));
        return Object.fromEntries(
          found.map(({ labels, samples }) => [Object.values(labels).join(), samples[0]?.[1]]),
        );
      };
      const sessions = { scopeKind: 'session' } as const;
      expect(await ask({ ...sessions, event: 'conf' }, 'session')).toEqual({ room: 2, stream: 3 });
      expect(await ask({ ...sessions, event: 'conf' }, 'event')).toEqual({ conf: 5 });
      expect(await ask({ ...sessions, event: 'conf' }, 'event', 'max')).toEqual({ conf: 3 });
      expect(await ask({ ...sessions, event: 'conf' }, 'event', 'min')).toEqual({ conf: 2 });
      expect(await ask({ scopeKind: 'event', event: 'conf', mode: ['live', 'onDemand'] }, 'mode')).toEqual({
        live: 3,
        onDemand: 2,
      });
      const both = ['acme', STRANGE.organization];
      expect(await ask({ scopeKind: 'event', organization: both }, 'event')).toEqual({
        conf: 4,
        [STRANGE.event]: 8,
      });
      expect(await ask({ scopeKind: 'event', organization: STRANGE.organization }, 'event')).toEqual({
        [STRANGE.event]: 8,
      });
      expect(await ask({ ...sessions, event: STRANGE.event }, 'session')).toEqual({ [STRANGE.session]: 7 });
      expect(await ask({ ...sessions, event: 'nobody' }, 'session')).toEqual({});
      expect(await ask({ tenant: 'other', ...sessions }, 'session')).toEqual({});
      expect(await ask({ scopeKind: 'organization' }, 'session')).toEqual({});
    });

    it('have hours and days once they have ended: figures over them, uniques from slices', async () => {
      const { series, feed } = await open();
      const slice = { session: ROOM, start: T0 + 1000 };
      await feed(T0 + 10 * MINUTE, {
        slicesStarted: [
          started({ slice: 1, attendee: 'ann', ...slice }),
          started({ slice: 2, attendee: 'bob', ...slice }),
        ],
        slicesEnded: [
          ended({ slice: 1, attendee: 'ann', end: T0 + 5 * MINUTE }),
          ended({ slice: 2, attendee: 'bob', end: T0 + 6 * MINUTE }),
        ],
        minutes: [
          // Fewer than the slices give, which are what counts.
          minute({ minute: T0, peak: 2, peakAt: T0 + 1000, area: 118_000, uniques: 1, joins: 2, leaves: 0 }),
          minute({
            ...{ minute: T0 + MINUTE, peak: 3, peakAt: T0 + MINUTE, area: 120_000, joins: 1, leaves: 3 },
            uniques: 1,
            connections: 4,
          }),
          minute({
            ...{ minute: T0 + 2 * MINUTE, peak: 0, area: 0, covered: 0, joins: 0, leaves: 0, minimum: 0 },
            uniques: 0,
            connections: null,
          }),
        ],
        engagementMinutes: [
          { scope: ROOM, minute: T0, action: 'reaction', count: 3 },
          { scope: ROOM, minute: T0 + MINUTE, action: 'reaction', count: 4 },
        ],
      });
      const ask = async (step: string) => {
        const found = await series.query(question({ ...room, step }));
        return Object.fromEntries(found.map(({ labels, samples }) => [labels.metric, samples]));
      };
      expect(await ask('hour')).toEqual({});
      await feed(T0 + HOUR);
      const figures = {
        peak: [[T0, 3]],
        peakAt: [[T0, T0 + MINUTE]],
        minimum: [[T0, 0]],
        joins: [[T0, 3]],
        leaves: [[T0, 3]],
        uniques: [[T0, 2]],
        connections: [[T0, 4]],
        'engagement:reaction': [[T0, 7]],
      };
      expect(await ask('hour')).toEqual({ ...figures, average: [[T0, 0.066]] });
      expect(await ask('day')).toEqual({});
      await feed(T0 + 24 * HOUR);
      expect(await ask('day')).toEqual({ ...figures, average: [[T0, 0.003]] });
    });
  });
}
