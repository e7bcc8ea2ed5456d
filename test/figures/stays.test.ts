import { expect, it } from 'vitest';
import { type AskedSlices, askedSlices } from '../../server/figures/attendee-in-span.ts';
import { stayOf } from '../../server/figures/stays.ts';
import type { SliceRow } from '../../storage/types.ts';

const asked: AskedSlices = askedSlices({
  sessions: [1, 2].map((key) => {
    return { key, event: 3, kind: 'mainStage', windows: [], videoDurationSeconds: null } as const;
  }),
  ...{ from: 100, to: 200, through: 1000 },
});

function slice(session: number, start: number, end: number | null): SliceRow {
  return {
    ...{
      slice: start,
      session,
      attendee: 'ann',
      attendeeKey: 1,
      mode: 'live',
      country: 'DE',
      playedMs: null,
    },
    ...{ start, end, countedUntil: end, endedBy: end === null ? null : 'leave' },
  };
}

it('is one where slices touch or overlap, in whatever sessions', () => {
  expect(
    stayOf([slice(1, 110, 120), slice(2, 120, 130), slice(1, 125, 128), slice(2, 150, 160)], asked),
  ).toEqual({
    intervals: [
      [110, 130],
      [150, 160],
    ],
    ...{ firstJoin: 110, lastLeave: 160, lengthMs: 30 },
  });
});

it('is cut to the span, and has no last leave while it goes on at its end', () => {
  expect(stayOf([slice(1, 50, 120)], asked)).toMatchObject({ firstJoin: 100, lastLeave: 120, lengthMs: 20 });
  expect(stayOf([slice(1, 150, 199)], asked)?.lastLeave).toBe(199);
  for (const end of [200, 300, null]) {
    expect(stayOf([slice(1, 150, end)], asked)).toMatchObject({ lastLeave: null, lengthMs: 50 });
  }
  expect(stayOf([slice(1, 50, 90)], asked)).toBeUndefined();
});
