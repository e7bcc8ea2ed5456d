import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decoded, encoded } from '../../../storage/redis/thousandths.ts';

it('gives back every thousandth up to a million people, and every instant', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (thousandths) => {
      expect(decoded(encoded(thousandths / 1000))).toBe(thousandths / 1000);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2000), max: Date.UTC(2200) }), (time) => {
      expect(decoded(encoded(time))).toBe(time);
    }),
  );
});
