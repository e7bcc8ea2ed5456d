import fc from 'fast-check';
import { expect, it } from 'vitest';
import { peaksOfSteps } from '../../server/figures/step-peaks.ts';

const span = fc
  .tuple(fc.integer({ min: -5, max: 30 }), fc.integer({ min: 1, max: 12 }))
  .map(([start, length]) => ({ start, end: start + length }));

it('are the most at any instant of each step', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 8 }), (spans) => {
      const starts = Float64Array.from(spans, ({ start }) => start);
      const ends = Float64Array.from(spans, ({ end }) => end);
      const at = (time: number) => spans.filter(({ start, end }) => start <= time && time < end).length;
      expect(peaksOfSteps(starts, ends, { from: 0, stepMs: 5, count: 6 })).toEqual(
        [0, 5, 10, 15, 20, 25].map((from) => Math.max(...[0, 1, 2, 3, 4].map((after) => at(from + after)))),
      );
    }),
  );
});
