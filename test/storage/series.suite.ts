import { describe, expect, it } from 'vitest';
import type { Sample, Series } from '../../storage/types.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 0, 1, 12);

function sample(session: string, metric: string, minute: number, value: number): Sample {
  return { labels: { event: 'e', session, metric, step: 'minute' }, time: NOON + minute * MINUTE, value };
}

/** What every series store must do. `open` gives an empty one that keeps samples for an hour. */
export function seriesSuite(name: string, open: () => Promise<Series>): void {
  describe(`the series: ${name}`, () => {
    it('gives back what was written, in order of time, with its labels', async () => {
      const series = await open();
      await series.write([sample('a', 'peak', 1, 5), sample('a', 'peak', 2, 7)]);
      const found = await series.query({
        where: { session: 'a', metric: 'peak' },
        from: NOON,
        to: NOON + 10 * MINUTE,
      });
      expect(found).toEqual([
        {
          labels: { event: 'e', session: 'a', metric: 'peak', step: 'minute' },
          samples: [
            [NOON + MINUTE, 5],
            [NOON + 2 * MINUTE, 7],
          ],
        },
      ]);
      await series.close();
    });

    it('replaces a value that is written again', async () => {
      const series = await open();
      await series.write([sample('a', 'joins', 1, 5)]);
      await series.write([sample('a', 'joins', 1, 6)]);
      const [found] = await series.query({ where: { metric: 'joins' }, from: NOON, to: NOON + 10 * MINUTE });
      expect(found?.samples).toEqual([[NOON + MINUTE, 6]]);
      await series.close();
    });

    it('takes from inclusively and to exclusively', async () => {
      const series = await open();
      await series.write([0, 1, 2, 3].map((minute) => sample('a', 'peak', minute, minute)));
      const [found] = await series.query({ where: {}, from: NOON + MINUTE, to: NOON + 3 * MINUTE });
      expect(found?.samples.map(([, value]) => value)).toEqual([1, 2]);
      await series.close();
    });

    it('reduces the series of a group into one, with the labels that they share', async () => {
      const series = await open();
      await series.write([
        sample('a', 'joins', 1, 2),
        sample('b', 'joins', 1, 3),
        sample('b', 'joins', 2, 4),
      ]);
      const question = {
        where: { metric: 'joins' },
        from: NOON,
        to: NOON + 10 * MINUTE,
        groupBy: 'event',
      } as const;
      const [sum] = await series.query({ ...question, reduce: 'sum' });
      const [max] = await series.query({ ...question, reduce: 'max' });
      const [min] = await series.query({ ...question, reduce: 'min' });
      expect(sum?.labels).toEqual({ event: 'e', metric: 'joins', step: 'minute' });
      expect(sum?.samples.map(([, value]) => value)).toEqual([5, 4]);
      expect(max?.samples.map(([, value]) => value)).toEqual([3, 4]);
      expect(min?.samples.map(([, value]) => value)).toEqual([2, 4]);
      await series.close();
    });

    it('gives one result for each value of the label that it groups by', async () => {
      const series = await open();
      await series.write([sample('a', 'peak', 1, 2), sample('b', 'peak', 1, 3)]);
      const found = await series.query({ where: {}, from: NOON, to: NOON + 10 * MINUTE, groupBy: 'session' });
      expect(found.map(({ labels }) => labels.session).sort()).toEqual(['a', 'b']);
      await series.close();
    });

    it('leaves out series without a sample in the span', async () => {
      const series = await open();
      await series.write([sample('a', 'peak', 1, 2)]);
      expect(await series.query({ where: { session: 'x' }, from: NOON, to: NOON + 10 * MINUTE })).toEqual([]);
      expect(await series.query({ where: {}, from: NOON + 5 * MINUTE, to: NOON + 10 * MINUTE })).toEqual([]);
      await series.close();
    });

    it('forgets what is older than its retention', async () => {
      const series = await open();
      await series.write([sample('a', 'peak', 0, 1), sample('a', 'peak', 30, 2), sample('a', 'peak', 61, 3)]);
      const [found] = await series.query({ where: {}, from: NOON, to: NOON + 100 * MINUTE });
      expect(found?.samples.map(([, value]) => value)).toEqual([2, 3]);
      await series.close();
    });
  });
}
