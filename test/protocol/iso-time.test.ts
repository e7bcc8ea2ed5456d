import fc from 'fast-check';
import { expect, test } from 'vitest';
import { iso, isoOrNull } from '../../server/protocol/iso-time.ts';

/** The furthest times that a Date can hold, ms. */
const LAST = 8.64e15;

test('times are written as Date writes them', () => {
  const times = fc.oneof(
    fc.integer({ min: -LAST, max: LAST }),
    fc.integer({ min: 1_790_000_000_000, max: 1_790_200_000_000 }),
    fc.constantFrom(0, -1, 86_399_999, 86_400_000, LAST, -LAST, -62_167_219_200_001),
    fc.double({ min: 1.7e12, max: 1.8e12, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(times), (list) => {
      expect(list.map(iso)).toEqual(list.map((time) => new Date(time).toISOString()));
    }),
  );
});

test('no time is null, and one that there cannot be is an error', () => {
  expect([isoOrNull(null), isoOrNull(undefined), isoOrNull(0)]).toEqual([
    null,
    null,
    '1970-01-01T00:00:00.000Z',
  ]);
  expect(() => iso(LAST + 1)).toThrow(RangeError);
  expect(() => iso(Number.NaN)).toThrow(RangeError);
});
