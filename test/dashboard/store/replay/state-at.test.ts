import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SliceAnswer } from '../../../../server/dashboard/rest/replay-answers.ts';
import { ReplayPast } from '../../../../server/dashboard/store/replay/replay-past.ts';
import { ReplayWindow } from '../../../../server/dashboard/store/replay/replay-window.ts';
import { cardAt, stateAt } from '../../../../server/dashboard/store/replay/state-at.ts';
import { presencesOf } from '../../../../server/figures/presences.ts';
import { stepFigures } from '../../../../server/figures/seconds.ts';
import { iso, TEN } from '../../fixtures/counters.ts';

const SECONDS = 180;
const TO = TEN + SECONDS * 1000;
const steps = Array.from({ length: SECONDS }, (_, index) => ({
  start: TEN + index * 1000,
  end: TEN + (index + 1) * 1000,
}));

function slice(
  attendee: string,
  [start, end]: readonly [number, number | null],
  more: Partial<SliceAnswer> = {},
) {
  const countedUntil = end === null ? null : iso(TEN + end);
  return {
    session: 's1',
    attendee,
    mode: 'live' as const,
    country: 'DE',
    start: iso(TEN + start),
    ...{ end: countedUntil, watchedSeconds: 0, countedUntil },
    ...more,
  };
}

const none = { engagements: [], unknown: new Set<number>() };
const past = new ReplayPast({
  from: TEN,
  to: TO,
  points: [],
  modes: { live: [], onDemand: [] },
  sessions: { groups: [] },
});
const windowOf = (slices: SliceAnswer[]) => new ReplayWindow({ from: TEN, to: TO, slices, ...none });

/** What `GET /v1/series?step=second` answers. */
function seriesOf(slices: readonly SliceAnswer[]) {
  const ids = [...new Set(slices.map(({ attendee }) => attendee))];
  const rows = slices
    .map(({ attendee, start, countedUntil }) => ({
      attendeeKey: ids.indexOf(attendee),
      start: Date.parse(start),
      countedUntil: countedUntil === null ? null : Date.parse(countedUntil),
    }))
    .sort((a, b) => a.start - b.start);
  return stepFigures(steps, presencesOf(rows), [{ start: TEN, end: TO }]);
}

const slices = (unit: number) =>
  fc
    .array(
      fc.record({
        who: fc.integer({ min: 0, max: 5 }),
        session: fc.constantFrom('s1', 's2'),
        start: fc.integer({ min: -60_000 / unit, max: (SECONDS * 1000) / unit }),
        length: fc.option(fc.integer({ min: 0, max: 90_000 / unit }), { nil: null }),
      }),
      { maxLength: 20 },
    )
    .map((made) =>
      made.map(({ who, session, start, length }) =>
        slice(`a${who}`, [start * unit, length === null ? null : (start + length) * unit], { session }),
      ),
    );

describe('the state at an instant', () => {
  it('is that of the series at every second', () => {
    fc.assert(
      fc.property(slices(1000), (made) => {
        const window = windowOf(made);
        let peak = 0;
        for (const [index, point] of seriesOf(made).entries()) {
          const at = steps[index]?.start ?? 0;
          const state = stateAt(past, window, at);
          peak = Math.max(peak, point?.peak ?? 0);
          expect(state?.concurrent).toBe(point?.peak);
          expect(state?.concurrent).toBe(point?.minimum);
          expect(state?.peak.value).toBe(peak);
          expect(window.total.joins(at, at + 1000)).toBe(point?.joins);
          expect(window.total.leaves(at, at + 1000)).toBe(point?.leaves);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('lies within that of the series where things happen between the seconds', () => {
    fc.assert(
      fc.property(slices(1), (made) => {
        const { total } = windowOf(made);
        let highest = { value: 0, at: null as number | null };
        for (const [index, point] of seriesOf(made).entries()) {
          const at = steps[index]?.start ?? 0;
          const figure = total.at(at);
          expect(figure).toBeGreaterThanOrEqual(point?.minimum ?? 0);
          expect(figure).toBeLessThanOrEqual(point?.peak ?? 0);
          expect(total.joins(at, at + 1000)).toBe(point?.joins);
          expect(total.leaves(at, at + 1000)).toBe(point?.leaves);
          if ((point?.peak ?? 0) > highest.value)
            highest = { value: point?.peak ?? 0, at: point?.peakAt ?? null };
          expect(total.peakUntil(at + 999)).toEqual(highest);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('counts who is in two sessions, modes or countries once in the whole and once in each', () => {
    const window = windowOf([
      slice('ann', [0, 60_000]),
      slice('ann', [10_000, 90_000], { session: 's2', mode: 'onDemand', country: 'FR' }),
      slice('bob', [20_000, null]),
    ]);
    expect(stateAt(past, window, TEN + 30_000)).toMatchObject({
      ...{ concurrent: 2, joins: 2, leaves: 0 },
      ...{ byMode: { live: 2, onDemand: 1 }, byCountry: { DE: 2, FR: 1 } },
    });
    expect(cardAt(past, window, { at: TEN + 70_000, session: 's1' })).toMatchObject({
      ...{ concurrent: 1, peak: 2, joins: 0, leaves: 1 },
    });
    expect(cardAt(past, window, { at: TEN + 70_000, session: 's9' })).toMatchObject({
      concurrent: 0,
      peak: 0,
    });
  });
});

describe('what was before the window', () => {
  const point = (minute: number, peak: number | null, engagement: Record<string, number> | null) => ({
    start: iso(TEN + minute * 60_000),
    ...{ peak, peakAt: peak ? iso(TEN + minute * 60_000 + 5000) : null, average: peak, minimum: peak },
    ...{ joins: 0, leaves: 0, uniques: peak, engagement },
  });
  const hour = new ReplayPast({
    from: TEN,
    to: TEN + 3 * 60_000,
    points: [point(0, 7, { reaction: 2 }), point(1, null, null), point(2, 3, { reaction: 1, click: 4 })],
    modes: { live: [], onDemand: [] },
    sessions: {
      groups: [
        {
          session: 's1',
          points: [
            { start: iso(TEN), value: 5 },
            { start: iso(TEN + 60_000), value: null },
          ],
        },
      ],
    },
  });

  it('goes on in it: the peak, and engagements by action', () => {
    const from = TEN + 120_000;
    const at = (second: number) => iso(from + second * 1000);
    const window = new ReplayWindow({
      ...{ from, to: TO, unknown: new Set([from + 2000]) },
      slices: [slice('ann', [120_000, null])],
      engagements: [5, 6].map((second) => ({ session: 's1', action: 'click', data: {}, at: at(second) })),
    });
    expect(stateAt(hour, window, from + 5500)).toMatchObject({
      concurrent: 1,
      peak: { value: 7, at: TEN + 5000 },
      engagement: { reaction: 2, click: 1 },
    });
    expect(cardAt(hour, window, { at: from + 5500, session: 's1' })).toMatchObject({
      concurrent: 1,
      peak: 5,
    });
    expect(stateAt(hour, window, from + 2500)).toBeNull();
  });

  it('is drawn up to the minute, with its gaps', () => {
    expect(hour.curveBefore(TEN).points).toEqual([]);
    expect(hour.curveBefore(TEN + 120_000).points).toEqual([expect.objectContaining({ peak: 7 }), null]);
  });
});
