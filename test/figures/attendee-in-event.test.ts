import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attendeeFigures, type SessionFacts } from '../../server/figures/attendee-figures.ts';
import { attendeeInEvent } from '../../server/figures/attendee-in-event.ts';
import type { SliceRow } from '../../storage/types.ts';

const NOON = Date.UTC(2026, 0, 1, 12);
const NOW = NOON + 600_000;
const OPEN: SessionFacts = { windows: [], videoDurationSeconds: null, now: NOW };
/** Live from the second minute to the fourth. */
const CUT: SessionFacts = { ...OPEN, windows: [[NOON + 60_000, NOON + 240_000]] };
const FACTS = new Map([
  [3, OPEN],
  [4, CUT],
  [5, OPEN],
]);

const drawn = fc.record({
  session: fc.constantFrom(3, 4, 5),
  mode: fc.constantFrom('live' as const, 'onDemand' as const),
  start: fc.integer({ min: 0, max: 500_000 }),
  length: fc.integer({ min: 0, max: 150_000 }),
  isCounted: fc.boolean(),
  isOpen: fc.boolean(),
  country: fc.constantFrom('DE', 'FR'),
});

const slices: fc.Arbitrary<SliceRow[]> = fc.array(drawn, { maxLength: 8 }).map((list) =>
  list
    .map(({ start, length, isOpen, isCounted, ...more }, index) => {
      const end = NOON + start + length;
      return {
        ...{ ...more, slice: index, attendee: 'a', attendeeKey: 1, playedMs: null, start: NOON + start },
        ...(isOpen
          ? { end: null, countedUntil: null, endedBy: null }
          : { end, countedUntil: isCounted ? end + 1 : NOON + start, endedBy: 'leave' as const }),
      };
    })
    .sort((a, b) => a.start - b.start),
);

/** Minute by minute, without sets. */
function minutesTouched(rows: readonly SliceRow[], mode: SliceRow['mode']): number {
  let count = 0;
  for (let minute = NOON; minute <= NOW + 60_000; minute += 60_000) {
    const touches = rows.some((row) => {
      const [opened = null, closed = null] =
        (row.mode === 'live' && FACTS.get(row.session)?.windows[0]) || [];
      const from = Math.max(row.start, opened ?? row.start);
      const to = Math.min(row.end ?? NOW, closed ?? Number.POSITIVE_INFINITY);
      return row.mode === mode && from <= to && from < minute + 60_000 && to >= minute;
    });
    if (touches) count++;
  }
  return count;
}

it('adds up what the sessions give alone, but for minutes that they share', () => {
  fc.assert(
    fc.property(slices, (rows) => {
      const alone = [...FACTS].flatMap(([session, facts]) => {
        const own = rows.filter((row) => row.session === session);
        return attendeeFigures(own, facts) === undefined ? [] : [{ own, facts }];
      });
      const figures = attendeeInEvent(rows, FACTS);
      expect(figures === undefined).toBe(alone.length === 0);
      if (alone.length === 0) return;
      const counted = alone.flatMap(({ own }) => own).sort((a, b) => a.start - b.start);
      for (const mode of ['live', 'onDemand'] as const) {
        const watched = alone.map(({ own, facts }) => attendeeFigures(own, facts)?.byMode[mode].watchMs ?? 0);
        expect(figures?.byMode[mode]).toEqual({
          watchMs: watched.reduce((sum, ms) => sum + ms, 0),
          engagedMinutes: minutesTouched(counted, mode),
        });
      }
      expect(figures).toMatchObject({
        country: counted[0]?.country,
        firstJoinedAt: counted[0]?.start,
        lastSeenAt: Math.max(...counted.map(({ end }) => end ?? NOW)),
        slices: counted.length,
      });
    }),
    { numRuns: 300 },
  );
});

it('gives nothing of sessions that are not asked for', () => {
  const row = { session: 9, mode: 'live', start: NOON, end: NOON + 5, countedUntil: NOON + 5 } as SliceRow;
  expect(attendeeInEvent([row], FACTS)).toBeUndefined();
});
