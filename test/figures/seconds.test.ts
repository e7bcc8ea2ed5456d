import fc from 'fast-check';
import { expect, it } from 'vitest';
import { presencesOf } from '../../server/figures/presences.ts';
import { stepFigures } from '../../server/figures/seconds.ts';
import type { SliceRow } from '../../storage/types.ts';

const STEP = 10;
const STEPS = 6;
const steps = Array.from({ length: STEPS }, (_, index) => ({ start: index * STEP, end: (index + 1) * STEP }));

interface Span {
  readonly who: number;
  readonly start: number;
  readonly end: number | null;
}

function slices(spans: readonly Span[]): SliceRow[] {
  const rows = spans.map(({ who, start, end }, slice) => ({
    slice,
    session: 1,
    attendee: `p${who}`,
    attendeeKey: who,
    mode: 'live' as const,
    start,
    end,
    countedUntil: end,
    endedBy: null,
    country: 'unknown',
    playedMs: null,
  }));
  return rows.sort((a, b) => a.start - b.start);
}

const span = fc
  .record({
    who: fc.nat(3),
    start: fc.integer({ min: -5, max: STEP * STEPS }),
    length: fc.option(fc.nat(25)),
  })
  .map(({ who, start, length }) => ({ who, start, end: length === null ? null : start + length }));

/** Who is present at an instant. */
function presentAt(spans: readonly Span[], time: number): Set<number> {
  const here = spans.filter(({ start, end }) => start <= time && time < (end ?? Number.POSITIVE_INFINITY));
  return new Set(here.map(({ who }) => who));
}

/** One instant after the other. */
function bruteForce(spans: readonly Span[], from: number) {
  const instants = Array.from({ length: STEP }, (_, index) => from + index);
  const present = instants.map((time) => presentAt(spans, time));
  const counts = present.map(({ size }) => size);
  const peak = Math.max(...counts);
  const moved = (from: (time: number) => Set<number>, to: (time: number) => Set<number>) =>
    instants.flatMap((time) => [...to(time)].filter((who) => !from(time).has(who))).length;
  const now = (time: number) => presentAt(spans, time);
  const before = (time: number) => presentAt(spans, time - 1);
  return {
    peak,
    peakAt: peak > 0 ? from + counts.indexOf(peak) : null,
    minimum: Math.min(...counts),
    average: counts.reduce((sum, count) => sum + count, 0) / STEP,
    joins: moved(before, now),
    leaves: moved(now, before),
    uniques: new Set(present.flatMap((here) => [...here])).size,
  };
}

it('are those that counting every instant gives', () => {
  const alive = [{ start: -10, end: STEP * STEPS }];
  fc.assert(
    fc.property(fc.array(span, { maxLength: 8 }), (spans) => {
      const figures = stepFigures(steps, presencesOf(slices(spans)), alive);
      expect(figures).toEqual(steps.map(({ start }) => bruteForce(spans, start)));
    }),
  );
});

it('are null where the log was not alive, and averaged over the time in which it was', () => {
  const spans = [{ who: 1, start: 0, end: 15 }];
  const runs = [
    { start: 0, end: 14 },
    { start: 40, end: 60 },
  ];
  const figures = stepFigures(steps, presencesOf(slices(spans)), runs);
  expect(figures.map((point) => point?.average ?? null)).toEqual([1, 1, null, null, 0, 0]);
});
