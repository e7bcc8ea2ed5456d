import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countMinutes, mergeMinutes } from '../../server/figures/minute-ranges.ts';

const range = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 6 }))
  .map(([first, length]) => [first, first + length] as const);

it('have each minute once, and no two of them touch', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 8 }), (ranges) => {
      const minutes = (some: readonly (readonly [number, number])[]) =>
        some.flatMap(([first, last]) =>
          Array.from({ length: last - first + 1 }, (_, index) => first + index),
        );
      const merged = mergeMinutes(ranges);
      const distinct = [...new Set(minutes(ranges))].sort((a, b) => a - b);
      expect(minutes(merged)).toEqual(distinct);
      expect(countMinutes(ranges)).toBe(distinct.length);
      expect(merged.slice(1).every(([first], index) => first > (merged[index]?.[1] ?? 0) + 1)).toBe(true);
    }),
  );
});
