import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LiveMinute, MOMENTS_BASIS, SIGNALS, topMoments } from '../../../server/figures/talk/moments.ts';
import { MINUTE, T0 } from './talk-rows.ts';

const count = fc.nat(30);
const counts = fc.record({ chat: count, reactions: count, questions: count, polls: count, joins: count });
const drawn = fc
  .uniqueArray(fc.record({ index: fc.nat(40), counts, average: fc.nat(50), peak: fc.nat(60) }), {
    selector: ({ index }) => index,
    maxLength: 25,
  })
  .map((all) =>
    all
      .sort((a, b) => a.index - b.index)
      .map(({ index, ...figures }): LiveMinute => ({ minute: T0 + index * MINUTE, ...figures })),
  );

const quiet = { chat: 2, reactions: 1, questions: 0, polls: 0, joins: 1 };
const minute = (index: number, more: Partial<LiveMinute['counts']> = {}): LiveMinute => {
  return { minute: T0 + index * MINUTE, counts: { ...quiet, ...more }, average: 100, peak: 100 };
};

/** The formula of the docstring, window by window. */
function pointsOf(minutes: readonly LiveMinute[], { start, end }: { start: number; end: number }) {
  const inside = minutes.filter((one) => one.minute >= start && one.minute < end);
  const sum = (of: readonly LiveMinute[], figure: (one: LiveMinute) => number) =>
    of.reduce((total, one) => total + figure(one), 0);
  const isEmpty = sum(minutes, ({ average }) => average) === 0;
  return SIGNALS.map((signal) => {
    const exposure = (one: LiveMinute) => (signal === 'joins' || isEmpty ? 1 : one.average);
    const found = sum(inside, (one) => one.counts[signal]);
    const usual =
      (sum(minutes, (one) => one.counts[signal]) * sum(inside, exposure)) / sum(minutes, exposure);
    const excess = Math.max(0, (found - usual) / Math.sqrt(usual + 1));
    return MOMENTS_BASIS.weights[signal] * Math.log(1 + excess);
  });
}

describe('top moments', () => {
  test('follow the formula, do not overlap, and begin with the best of all', () =>
    fc.assert(
      fc.asyncProperty(
        drawn,
        fc.constantFrom(1, 2, 5),
        fc.integer({ min: 1, max: 6 }),
        async (minutes, size, limit) => {
          const moments = await topMoments(minutes, { size, limit });
          expect(moments.length).toBeLessThanOrEqual(limit);
          for (const [index, moment] of moments.entries()) {
            expect(moment.end - moment.start).toBe(size * MINUTE);
            const points = pointsOf(minutes, moment);
            for (const [place, signal] of SIGNALS.entries())
              expect(moment.signals[signal].points).toBeCloseTo(points[place] ?? 0, 2);
            expect(moment.score).toBeCloseTo(
              points.reduce((total, one) => total + one, 0),
              2,
            );
            expect(moment.score).toBeGreaterThan(0);
            for (const other of moments.slice(index + 1)) {
              expect(other.end <= moment.start || other.start >= moment.end).toBe(true);
              expect(other.score).toBeLessThanOrEqual(moment.score);
            }
          }
          const scores = minutes.map(({ minute: start }) =>
            pointsOf(minutes, { start, end: start + size * MINUTE }).reduce((total, one) => total + one, 0),
          );
          expect(moments[0]?.score ?? 0).toBeCloseTo(Math.max(0, ...scores), 2);
        },
      ),
      { numRuns: 100 },
    ));

  test('are stable: fewer of them are the first of more', () =>
    fc.assert(
      fc.asyncProperty(drawn, fc.integer({ min: 1, max: 5 }), async (minutes, limit) => {
        const all = await topMoments(minutes, { size: 2, limit: 20 });
        expect(await topMoments(minutes, { size: 2, limit })).toEqual(all.slice(0, limit));
      }),
      { numRuns: 50 },
    ));

  test('say what stood out', async () => {
    const minutes = Array.from({ length: 30 }, (_, index) => minute(index));
    minutes[7] = minute(7, { chat: 40 });
    minutes[20] = minute(20, { reactions: 25, questions: 3 });
    const moments = await topMoments(minutes, { size: 1, limit: 2 });
    expect(moments.map(({ start, reasons }) => [(start - T0) / MINUTE, reasons])).toEqual([
      [20, ['reactions', 'questions']],
      [7, ['chat']],
    ]);
    expect(moments[1]?.signals.chat).toMatchObject({ count: 40 });
  });

  test('do not take a full room for an exciting one', async () => {
    const minutes = Array.from({ length: 20 }, (_, index) => minute(index));
    minutes[5] = { ...minute(5, { chat: 10 }), average: 500 };
    minutes[12] = minute(12, { chat: 9 });
    const [best] = await topMoments(minutes, { size: 1, limit: 1 });
    expect(best?.start).toBe(T0 + 12 * MINUTE);
  });

  test('are none where every minute is like the others, or where there is none', async () => {
    const minutes = Array.from({ length: 5 }, (_, index) => minute(index));
    expect(await topMoments(minutes, { size: 1, limit: 5 })).toEqual([]);
    expect(await topMoments([], { size: 1, limit: 5 })).toEqual([]);
  });
});
