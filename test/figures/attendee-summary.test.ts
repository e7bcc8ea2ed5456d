import { expect, it } from 'vitest';
import { type AskedSlices, attendeeInSpan } from '../../server/figures/attendee-in-span.ts';
import { attendeeSummaries, NEVER_THERE } from '../../server/figures/attendee-summary.ts';
import type { AskedSession } from '../../server/figures/span-question.ts';
import type { SliceRow } from '../../storage/types.ts';

const NOON = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;

const session = (key: number, event: number): AskedSession => ({
  ...{ key, event, kind: 'mainStage', windows: [], videoDurationSeconds: null },
});

const ASKED: AskedSlices = {
  sessions: new Map([session(3, 1), session(4, 1), session(5, 2)].map((one) => [one.key, one])),
  mode: undefined,
  from: 0,
  to: NOON + 60 * MINUTE + 1,
  through: NOON + 60 * MINUTE,
};

function slice(session: number, from: number, to: number | null, more: Partial<SliceRow> = {}): SliceRow {
  const end = to === null ? null : NOON + to * MINUTE;
  return {
    ...{ slice: from, session, attendee: 'a', attendeeKey: 1, mode: 'live', start: NOON + from * MINUTE },
    ...{ end, countedUntil: end, endedBy: end === null ? null : 'leave', country: 'DE', playedMs: null },
    ...more,
  };
}

/** Two sessions of an event at once, then one of another event that goes on. */
const SLICES = [
  slice(3, 0, 1.5),
  slice(4, 1, 2.5),
  slice(4, 10, 10.2, { mode: 'onDemand' }),
  slice(5, 50, null),
];

it('counts minutes that sessions of an event share once, and adds up events', () => {
  const { total, byEvent, bySession } = attendeeSummaries(SLICES, ASKED);
  const live = (key: number) => bySession.get(key)?.byMode.live;
  expect([live(3), live(4), live(5)]).toEqual([
    { attended: true, watchMs: 1.5 * MINUTE, engagedMinutes: 2, views: 1 },
    { attended: true, watchMs: 1.5 * MINUTE, engagedMinutes: 2, views: 1 },
    { attended: true, watchMs: 10 * MINUTE, engagedMinutes: 11, views: 1 },
  ]);
  expect(byEvent.get(1)).toMatchObject({
    byMode: {
      live: { watchMs: 3 * MINUTE, engagedMinutes: 3, views: 2 },
      onDemand: { engagedMinutes: 1, views: 0 },
    },
    ...{ firstAt: NOON, lastAt: NOON + 10.2 * MINUTE, slices: 3 },
  });
  expect(total).toMatchObject({
    byMode: { live: { engagedMinutes: 3 + 11, views: 3 } },
    ...{ attended: true, firstAt: NOON, lastAt: NOON + 60 * MINUTE, slices: 4 },
  });
  expect(total.byMode).toEqual(attendeeInSpan(SLICES, ASKED)?.byMode);
});

it('is cut to the span, with what lies outside left out', () => {
  const span = { from: NOON + MINUTE, to: NOON + 2 * MINUTE };
  const { total, byEvent, bySession } = attendeeSummaries(SLICES, { ...ASKED, ...span });
  expect([...bySession.keys()]).toEqual([3, 4]);
  expect([...byEvent.keys()]).toEqual([1]);
  expect(bySession.get(3)).toMatchObject({ firstAt: span.from, lastAt: NOON + 1.5 * MINUTE });
  expect(total).toMatchObject({
    byMode: { live: { watchMs: 1.5 * MINUTE, engagedMinutes: 1 } },
    ...{ firstAt: span.from, lastAt: span.to, slices: 2 },
  });
});

it('is zeros for who was never there', () => {
  const { total, bySession } = attendeeSummaries([slice(9, 0, 1)], ASKED);
  expect(total).toBe(NEVER_THERE);
  expect(bySession.size).toBe(0);
});
