import { expect, test } from 'vitest';
import type { History, SliceRow } from '../../../storage/types.ts';
import { batchAt, ended, engagement, MINUTE, minute, ROOM, STREAM, started, T0 } from './batches.ts';
import { type MakeStore, withCatalogue } from './opened.ts';

const HOUR = 60 * MINUTE;
const BOTH = [ROOM, STREAM];
const BEGINNING = { attendeeKey: 0, start: 0, slice: 0 };

/** Slices 1 to 4 of ann, bob and cid; the third was counted longer than anything says that its attendee was there. */
async function withSlices(makeStore: MakeStore, isOpen = false): Promise<History> {
  const history = await withCatalogue(makeStore);
  const slicesEnded = [
    ended({ slice: 1, attendee: 'ann', end: T0 + MINUTE }),
    ended({ slice: 2, attendee: 'bob', end: T0 + 3 * HOUR }),
    ended({ slice: 3, attendee: 'ann', session: STREAM, end: T0 + HOUR, countedUntil: T0 + HOUR + 500 }),
    ended({ slice: 4, attendee: 'cid', session: STREAM, end: T0 + 2 * HOUR + 10 }),
  ];
  await history.commit(
    batchAt(T0 + 9 * HOUR, {
      slicesStarted: [
        started({ slice: 1, attendee: 'ann' }),
        started({ slice: 2, attendee: 'bob', start: T0 + 5 }),
        started({ slice: 3, attendee: 'ann', session: STREAM, start: T0 + 10 }),
        started({ slice: 4, attendee: 'cid', session: STREAM, start: T0 + 2 * HOUR }),
      ],
      slicesEnded: isOpen ? slicesEnded.slice(0, 3) : slicesEnded,
    }),
  );
  return history;
}

const numbers = (rows: readonly SliceRow[]) => rows.map(({ slice }) => slice);

export function spanTests(makeStore: MakeStore): void {
  test('slices of a span come by attendee, in pages', async () => {
    const history = await withSlices(makeStore);
    const page = { sessions: BOTH, from: T0, to: T0 + 9 * HOUR, throughAttendee: 99, limit: 2 };
    const first = await history.slicesOfSpan({ ...page, after: BEGINNING });
    expect(numbers(first)).toEqual([1, 3]);
    const after = first[1] ?? BEGINNING;
    expect(numbers(await history.slicesOfSpan({ ...page, after }))).toEqual([2, 4]);
    const one = { ...page, throughAttendee: after.attendeeKey, after: first[0] ?? BEGINNING };
    expect(numbers(await history.slicesOfSpan(one))).toEqual([3]);
    expect(numbers(await history.slicesOfSpan({ ...page, sessions: [STREAM], after: BEGINNING }))).toEqual([
      3, 4,
    ]);
  });

  test('slices of a span are those that touch it or are counted in it', async () => {
    const history = await withSlices(makeStore);
    const between = async (from: number, to: number) => {
      const page = { sessions: BOTH, from, to, after: BEGINNING, throughAttendee: 99, limit: 9 };
      return numbers(await history.slicesOfSpan(page)).sort();
    };
    expect(await between(T0 + MINUTE, T0 + HOUR)).toEqual([1, 2, 3]);
    expect(await between(T0 + MINUTE + 1, T0 + HOUR)).toEqual([2, 3]);
    expect(await between(T0 + HOUR + 500, T0 + 2 * HOUR)).toEqual([2, 3]);
    expect(await between(T0 + HOUR + 501, T0 + 2 * HOUR + 1)).toEqual([2, 4]);
  });

  test('the next attendee and the sessions of a span are found', async () => {
    const history = await withSlices(makeStore);
    const keys: number[] = [];
    for (let next = await history.nextAttendee([STREAM], 0); next !== null; ) {
      keys.push(next);
      next = await history.nextAttendee([STREAM], next);
    }
    const rows = await history.attendees(keys);
    expect(rows.map(({ attendee }) => attendee)).toEqual(['ann', 'cid']);
    const sessions = (from: number, to: number) => history.sessionsOfSpan({ sessions: BOTH, from, to });
    expect(await sessions(T0, T0 + 1)).toEqual([ROOM]);
    expect(await sessions(T0 + HOUR + 500, T0 + HOUR + 501)).toEqual(BOTH);
    expect(await sessions(T0 + 3 * HOUR + 1, T0 + 9 * HOUR)).toEqual([]);
  });

  test('the extent of sessions goes to the latest end, and has none while somebody is there', async () => {
    const history = await withSlices(makeStore);
    expect(await history.extent([STREAM])).toEqual({
      start: T0 + 10,
      end: T0 + 2 * HOUR + 10,
      countedUntil: T0 + 2 * HOUR + 10,
    });
    expect(await history.extent(BOTH)).toMatchObject({ start: T0, end: T0 + 3 * HOUR });
    expect(await history.extent([99])).toBeUndefined();
    expect([await history.firstStart(BOTH), await history.firstStart([99])]).toEqual([T0, null]);
    const open = await withSlices(makeStore, true);
    expect(await open.extent(BOTH)).toEqual({ start: T0, end: null, countedUntil: null });
    expect(await open.extent([ROOM])).toMatchObject({ end: T0 + 3 * HOUR });
  });

  test('the highest minute of a span is the first of equals', async () => {
    const history = await withCatalogue(makeStore);
    const peaks = [3, 5, 5, 0].map((peak, index) => minute({ minute: T0 + index * MINUTE, peak }));
    await history.commit(batchAt(T0 + HOUR, { minutes: peaks }));
    const peak = (from: number, to: number) => history.peakOfMinutes({ scope: ROOM, track: 0, from, to });
    expect(await peak(T0, T0 + HOUR)).toEqual({ value: 5, at: T0 + MINUTE + 1234 });
    expect(await peak(T0, T0 + MINUTE)).toMatchObject({ value: 3 });
    expect(await peak(T0 + 3 * MINUTE, T0 + HOUR)).toBeUndefined();
  });

  test('engagement of a span is counted by attendee and by action, over sessions', async () => {
    const history = await withSlices(makeStore);
    const engagements = [
      engagement({ id: 'a', attendee: 'cid', at: T0 }),
      engagement({ id: 'b', attendee: 'ann', at: T0 + 1, session: STREAM, action: 'reaction' }),
      engagement({ id: 'c', attendee: 'ann', at: T0 + 2 }),
      engagement({ id: 'd', attendee: 'bob', at: T0 + 3 }),
    ];
    await history.commit(batchAt(T0 + 10 * HOUR, { engagements }));
    const span = { sessions: BOTH, from: T0, to: T0 + 3 };
    const rows = await history.engagedAttendees({ ...span, afterAttendee: 0, limit: 9 });
    const named = await history.attendees(rows.map(({ attendeeKey }) => attendeeKey));
    expect(rows.map(({ count }, index) => [named[index]?.attendee, count])).toEqual([
      ['ann', 2],
      ['cid', 1],
    ]);
    const [first] = await history.engagedAttendees({ ...span, afterAttendee: 0, limit: 1 });
    const rest = { ...span, afterAttendee: first?.attendeeKey ?? 0, limit: 9 };
    expect(await history.engagedAttendees(rest)).toEqual(rows.slice(1));
    expect(await history.engagementOfSpan(span)).toEqual([
      { action: 'chat.message', count: 2 },
      { action: 'reaction', count: 1 },
    ]);
    expect(await history.engagementOfSpan({ ...span, sessions: [STREAM] })).toEqual([
      { action: 'reaction', count: 1 },
    ]);
  });
}
