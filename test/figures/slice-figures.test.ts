import { expect, it } from 'vitest';
import { isView, type SessionFacts } from '../../server/figures/slice-figures.ts';
import type { SliceRow } from '../../storage/types.ts';
import { attendeeFigures } from './attendee-of-slices.ts';

const NOON = Date.UTC(2026, 0, 1, 12);
const FACTS: SessionFacts = { windows: [], videoDurationSeconds: null, now: NOON + 3_600_000 };

function slice(start: number, end: number | null, more: Partial<SliceRow> = {}): SliceRow {
  return {
    slice: 1,
    session: 3,
    attendee: 'a',
    attendeeKey: 1,
    mode: 'live',
    start: NOON + start,
    end: end === null ? null : NOON + end,
    countedUntil: end === null ? null : NOON + end,
    endedBy: end === null ? null : 'leave',
    country: 'DE',
    playedMs: null,
    ...more,
  };
}

it.each([
  [30_000, null, true],
  [29_999, null, false],
  [12_000, 12, true],
  [11_999, 12, false],
  [30_000, 30, true],
  [0, 12, false],
])('%i ms of a video of %s seconds: a view is %s', (watchMs, duration, expected) => {
  expect(isView(watchMs, duration)).toBe(expected);
});

it('adds up visits of a mode towards a view, but not of the other mode', () => {
  const figures = attendeeFigures(
    [slice(0, 15_000), slice(60_000, 75_000), slice(90_000, 115_000, { mode: 'onDemand' })],
    FACTS,
  );
  expect(figures?.byMode.live).toMatchObject({ watchMs: 30_000, isView: true });
  expect(figures?.byMode.onDemand).toMatchObject({ watchMs: 25_000, isView: false });
});

it('counts the distinct minutes that the visits touch, their ends included, but not of one of no length', () => {
  const figures = attendeeFigures(
    [slice(50_000, 60_000), slice(70_000, 80_000), slice(200_000, 200_001), slice(300_000, 300_000)],
    FACTS,
  );
  expect(figures?.byMode.live.engagedMinutes).toBe(3);
});

it('cuts live watch time and minutes to the time in which the session was live', () => {
  const facts = { ...FACTS, windows: [[NOON + 60_000, NOON + 120_000]] as const };
  const figures = attendeeFigures([slice(0, 300_000)], facts);
  expect(figures?.byMode.live).toMatchObject({ watchMs: 60_000, engagedMinutes: 2 });
});

it('takes the advance of the position instead of the time, but never more than the time', () => {
  const watched = (playedMs: number) =>
    attendeeFigures([slice(0, 60_000, { mode: 'onDemand', playedMs })], FACTS)?.byMode.onDemand.watchMs;
  expect(watched(20_000)).toBe(20_000);
  expect(watched(90_000)).toBe(60_000);
  expect(watched(0)).toBe(0);
});

it('lets an open slice last until what is known ends', () => {
  const figures = attendeeFigures([slice(3_590_000, null)], FACTS);
  expect(figures).toMatchObject({ lastSeenAt: FACTS.now, byMode: { live: { watchMs: 10_000 } } });
});

it('leaves out who was never counted', () => {
  expect(attendeeFigures([slice(5, 5)], FACTS)).toBeUndefined();
  expect(attendeeFigures([], FACTS)).toBeUndefined();
});
