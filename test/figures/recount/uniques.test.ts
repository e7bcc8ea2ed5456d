import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MINUTE_MS } from '../../../server/durations.ts';
import { Recount, type RecountedSlice } from '../../../server/figures/recount/recount.ts';
import { ROLL_UP_MS } from '../../../server/figures/roll-up.ts';

const FIRST = Date.UTC(2026, 4, 4);
const EVENT = 10;
const SCOPES = [
  { key: EVENT, kind: 'event' },
  { key: 20, kind: 'organization' },
] as const;
const STEPS = ['hour', 'day'] as const;
const MODES = [undefined, 'live', 'onDemand'] as const;

/** Few people, and times that often are the first instant of an hour or day. */
const slices = fc.integer({ min: 1, max: 24 }).chain((tens) => {
  const place = fc.record({
    session: fc.integer({ min: 1, max: 2 }),
    attendeeKey: fc.integer({ min: 1, max: 4 }),
    mode: fc.constantFrom('live', 'onDemand'),
    at: fc.nat(30),
    length: fc.option(fc.nat(12), { freq: 10 }),
  });
  return fc.array(place, { maxLength: 30 }).map((places) =>
    places
      .map(({ at, length, ...slice }): Omit<RecountedSlice, 'slice'> => {
        const start = FIRST + at * tens * 10 * MINUTE_MS;
        return {
          ...slice,
          start,
          countedUntil: length === null ? null : start + length * tens * 10 * MINUTE_MS,
        };
      })
      .sort((a, b) => a.start - b.start)
      .map((slice, index): RecountedSlice => ({ ...slice, slice: index + 1 })),
  );
});

const scopesOf = (session: number) => [{ key: session, kind: 'session' } as const, ...SCOPES];

function* expected(all: readonly RecountedSlice[], through: number) {
  for (const scope of [1, 2, ...SCOPES.map(({ key }) => key)]) {
    for (const step of STEPS) {
      const size = ROLL_UP_MS[step];
      for (let from = FIRST; from + size <= through; from += size) {
        const there = all.filter(
          ({ session, start, countedUntil }) =>
            (scope >= EVENT || session === scope) &&
            start < from + size &&
            (countedUntil === null || (countedUntil > from && countedUntil > start)),
        );
        const uniques = MODES.map((mode) => {
          const ofMode = there.filter((slice) => mode === undefined || slice.mode === mode);
          return new Set(ofMode.map(({ attendeeKey }) => attendeeKey)).size;
        });
        if (uniques[0] !== 0) yield [`${scope} ${step} ${from}`, uniques] as const;
      }
    }
  }
}

it('tells the distinct attendees of every hour and day that has ended, by mode', () => {
  let told = 0;
  fc.assert(
    fc.property(slices, fc.nat(60), (all, hours) => {
      const through = (all.at(-1)?.start ?? FIRST) + hours * 60 * MINUTE_MS;
      const found = new Map<string, readonly number[]>();
      const recount = new Recount({
        scopesOf,
        runs: [{ start: FIRST, end: through }],
        sink: {
          minute: () => {},
          seen: () => {},
          peak: () => {},
          uniques: ({ scope, step, start }, uniques) => found.set(`${scope} ${step} ${start}`, uniques),
        },
      });
      for (const slice of all) recount.take(slice);
      recount.finish(through);
      expect(found).toEqual(new Map(expected(all, through)));
      told += found.size;
    }),
    { numRuns: 100 },
  );
  expect(told).toBeGreaterThan(500);
});
