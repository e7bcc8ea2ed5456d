import fc from 'fast-check';
import { expect, it } from 'vitest';
import { percentilesOf } from '../../server/figures/percentiles.ts';

const nothing = { p10: null, p25: null, p50: null, p75: null, p90: null, p95: null, mean: null };

it('are the smallest values that so many percent do not exceed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 60 }), (values) => {
      const found = percentilesOf(Float64Array.from(values));
      for (const percent of [10, 25, 50, 75, 90, 95] as const) {
        const fitting = values.filter(
          (value) => values.filter((one) => one <= value).length * 100 >= percent * values.length,
        );
        expect(found[`p${percent}`]).toBe(Math.min(...fitting));
      }
      expect(found.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 9);
    }),
  );
});

it('are not known of nobody', () => {
  expect(percentilesOf(new Float64Array())).toEqual(nothing);
});
