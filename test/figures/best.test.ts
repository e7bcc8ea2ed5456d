import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Best } from '../../server/figures/best.ts';

it('are the first of all in order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer()), fc.integer({ min: 1, max: 5 }), (numbers, limit) => {
      const best = new Best<number>(limit, (a, b) => a - b);
      for (const number of numbers) best.add(number);
      expect(best.inOrder()).toEqual([...numbers].sort((a, b) => a - b).slice(0, limit));
    }),
  );
});
