import { expect, test } from 'vitest';
import type { History } from '../../../storage/types.ts';
import { batchAt, ended, MINUTE, ROOM, STREAM, started, T0 } from './batches.ts';
import { type MakeStore, withCatalogue } from './opened.ts';

const HOUR = 60 * MINUTE;

/** Slices 1 to 5: a short one, a long one, an empty one that ended later than counted, an open one, another session's. */
async function withSlices(makeStore: MakeStore): Promise<History> {
  const history = await withCatalogue(makeStore);
  const second = { tenant: 1, session: STREAM, attendee: 'ann', mode: 'onDemand' as const };
  await history.commit(
    batchAt(T0 + 9 * HOUR, {
      slicesStarted: [
        started({ slice: 1, attendee: 'ann', start: T0 + 1000 }),
        started({ slice: 2, attendee: 'bob', start: T0 }),
        started({ slice: 3, attendee: 'ann', start: T0 + 3000, mode: 'onDemand' }),
        started({ slice: 4, attendee: 'cid', start: T0 + 3000 }),
        started({ slice: 5, start: T0 + 2000, ...second }),
      ],
      slicesEnded: [
        ended({ slice: 1, attendee: 'ann', end: T0 + 1500, countedUntil: T0 + 2000, endedBy: 'drop' }),
        ended({ slice: 2, attendee: 'bob', end: T0 + 9 * HOUR }),
        ended({ slice: 3, attendee: 'ann', end: T0 + 4000, countedUntil: T0 + 3000 }),
        ended({ slice: 5, attendee: 'ann', end: T0 + 5000 }),
      ],
    }),
  );
  return history;
}

const numbers = (rows: readonly { slice: number }[]) => rows.map(({ slice }) => slice);

export function sliceTests(makeStore: MakeStore): void {
  test('a slice comes back with everything that was said of it', async () => {
    const history = await withSlices(makeStore);
    const [, first, , open] = await history.slices({ session: ROOM, limit: 10 });
    expect(first).toEqual({
      slice: 1,
      session: ROOM,
      attendee: 'ann',
      attendeeKey: expect.any(Number),
      mode: 'live',
      start: T0 + 1000,
      end: T0 + 1500,
      countedUntil: T0 + 2000,
      endedBy: 'drop',
      country: 'DE',
      playedMs: null,
      clientId: null,
    });
    expect(open).toMatchObject({ slice: 4, end: null, countedUntil: null, endedBy: null });
  });

  test('a slice may start, play and end within one batch, and play on in the next', async () => {
    const history = await withCatalogue(makeStore);
    const played = (slice: number, advanceMs: number) => ({
      kind: 'slicePlayed' as const,
      slice,
      advanceMs,
      spans: [[0, advanceMs] as const],
    });
    await history.commit(
      batchAt(T0, {
        slicesStarted: [started({ slice: 1, attendee: 'ann' }), started({ slice: 2, attendee: 'bob' })],
        slicesPlayed: [played(1, 1000), played(1, 500), played(2, 0)],
        slicesEnded: [ended({ slice: 1, attendee: 'ann', end: T0 + 5 })],
      }),
    );
    await history.commit(batchAt(T0 + 1, { slicesPlayed: [played(2, 700)] }));
    const rows = await history.slices({ session: ROOM, limit: 10 });
    expect(rows.map(({ playedMs, end }) => [playedMs, end])).toEqual([
      [1500, T0 + 5],
      [700, null],
    ]);
  });

  test('a fraction of a millisecond played is rounded, not refused', async () => {
    const history = await withCatalogue(makeStore);
    const slicesPlayed = [
      { kind: 'slicePlayed' as const, slice: 1, advanceMs: 10.6, spans: [[0.4, 11] as const] },
    ];
    const slicesStarted = [started({ slice: 1, attendee: 'ann' })];
    await history.commit(batchAt(T0, { slicesStarted, slicesPlayed }));
    expect(await history.slices({ session: ROOM, limit: 1 })).toMatchObject([{ playedMs: 11 }]);
  });

  test('slices are listed by start and number, page after page', async () => {
    const history = await withSlices(makeStore);
    expect(numbers(await history.slices({ session: ROOM, limit: 10 }))).toEqual([2, 1, 3, 4]);
    const after = { start: T0 + 3000, slice: 3 };
    expect(numbers(await history.slices({ session: ROOM, limit: 2 }))).toEqual([2, 1]);
    expect(numbers(await history.slices({ session: ROOM, limit: 2, after }))).toEqual([4]);
    const afterFirst = { start: T0, slice: 2 };
    expect(numbers(await history.slices({ session: ROOM, limit: 2, after: afterFirst }))).toEqual([1, 3]);
  });

  test('slices are found by attendee and by mode', async () => {
    const history = await withSlices(makeStore);
    const find = async (filter: { attendee?: string; mode?: 'live' | 'onDemand' }) =>
      numbers(await history.slices({ session: ROOM, limit: 10, ...filter }));
    expect(await find({ attendee: 'ann' })).toEqual([1, 3]);
    expect(await find({ mode: 'onDemand' })).toEqual([3]);
    expect(await find({ attendee: 'ann', mode: 'live' })).toEqual([1]);
    expect(await find({ attendee: 'nobody' })).toEqual([]);
  });

  test('slices of a span are those that began before its end and had not ended before its start', async () => {
    const history = await withSlices(makeStore);
    const between = async (from: number, to: number, limit = 10) =>
      numbers(await history.slices({ session: ROOM, from, to, limit }));
    expect(await between(T0 + 1500, T0 + 3000)).toEqual([2, 1]);
    expect(await between(T0 + 1501, T0 + 3001)).toEqual([2, 3, 4]);
    expect(await between(T0 + 1501, T0 + 3001, 2)).toEqual([2, 3]);
    expect(await between(T0 + 8 * HOUR, T0 + 10 * HOUR)).toEqual([2, 4]);
    expect(await between(T0 + 9 * HOUR + 1, T0 + 10 * HOUR)).toEqual([4]);
    expect(await between(T0 + 3000, T0 + 1000)).toEqual([]);
    const later = { session: ROOM, from: T0 + 4001, limit: 10 };
    expect(numbers(await history.slices({ ...later, after: { start: T0, slice: 2 } }))).toEqual([4]);
    expect(numbers(await history.slices({ ...later, attendee: 'bob' }))).toEqual([2]);
  });

  test('slices of all sessions at a time are those counted then', async () => {
    const history = await withSlices(makeStore);
    const between = async (from: number, to: number) => numbers(await history.slicesBetween(from, to));
    expect(await between(T0, T0 + 10 * HOUR)).toEqual([2, 1, 5, 4]);
    expect(await between(T0 + 1999, T0 + 2000)).toEqual([2, 1]);
    expect(await between(T0 + 2000, T0 + 2001)).toEqual([2, 5]);
    expect(await between(T0 + 9 * HOUR, T0 + 10 * HOUR)).toEqual([4]);
    expect(await between(T0 + 2000, T0 + 2000)).toEqual([]);
  });

  test('unique attendees are people, not slices, and only those who were counted', async () => {
    const history = await withSlices(makeStore);
    const count = (sessions: number[], from: number, to: number, mode?: 'live' | 'onDemand') =>
      history.uniques({ sessions, from, to, mode });
    expect(await count([ROOM, STREAM], T0, T0 + HOUR)).toBe(3);
    expect(await count([ROOM], T0, T0 + HOUR)).toBe(3);
    expect(await count([ROOM], T0 + 2000, T0 + 3000)).toBe(1);
    expect(await count([ROOM, STREAM], T0 + 2000, T0 + 3000)).toBe(2);
    expect(await count([ROOM, STREAM], T0, T0 + HOUR, 'onDemand')).toBe(1);
    expect(await count([ROOM], T0, T0 + HOUR, 'onDemand')).toBe(0);
    expect(await count([], T0, T0 + HOUR)).toBe(0);
    expect(await count([ROOM], T0 + 9 * HOUR, T0 + 9 * HOUR + 1)).toBe(1);
    expect(await count([ROOM], T0 + 1000, T0 + 1000)).toBe(0);
  });

  test('slices of the next attendees come with all of each', async () => {
    const history = await withSlices(makeStore);
    const first = await history.slicesByAttendee({ session: ROOM, afterAttendee: 0, limit: 2 });
    expect(first.map(({ attendee, slice }) => [attendee, slice])).toEqual([
      ['ann', 1],
      ['ann', 3],
      ['bob', 2],
    ]);
    const afterAttendee = first.at(-1)?.attendeeKey ?? 0;
    const rest = await history.slicesByAttendee({ session: ROOM, afterAttendee, limit: 2 });
    expect(rest.map(({ attendee, slice }) => [attendee, slice])).toEqual([['cid', 4]]);
  });

  test('name and e-mail of an attendee stay when a later slice brings none', async () => {
    const history = await withCatalogue(makeStore);
    const ann = { attendee: 'ann' };
    await history.commit(
      batchAt(T0, {
        slicesStarted: [
          started({ slice: 1, ...ann, name: 'Ann', email: 'ann@example.org' }),
          started({ slice: 2, attendee: 'bob' }),
        ],
      }),
    );
    await history.commit(
      batchAt(T0 + 1, {
        slicesStarted: [started({ slice: 3, ...ann, name: 'Änn 🎉' }), started({ slice: 4, ...ann })],
      }),
    );
    const rows = await history.slices({ session: ROOM, limit: 10 });
    const keys = [...new Set(rows.map(({ attendeeKey }) => attendeeKey))];
    const unsaid = { firstName: null, lastName: null, phone: null, country: 'DE' };
    expect(await history.attendees(keys)).toEqual([
      { attendeeKey: keys[0], attendee: 'ann', name: 'Änn 🎉', email: 'ann@example.org', ...unsaid },
      { attendeeKey: keys[1], attendee: 'bob', name: null, email: null, ...unsaid },
    ]);
  });

  test('after a crash the open slices end, but never before they began', async () => {
    const history = await withSlices(makeStore);
    await history.commit(
      batchAt(T0 + 10 * HOUR, {
        slicesStarted: [started({ slice: 6, attendee: 'dan', start: T0 + 10 * HOUR })],
      }),
    );
    const at = T0 + HOUR;
    const crashed = await history.endOpenSlices(at);
    expect(crashed).toMatchObject([
      { slice: 4, attendee: 'cid', end: at, countedUntil: at + 1, endedBy: 'crash' },
      { slice: 6, end: T0 + 10 * HOUR, countedUntil: T0 + 10 * HOUR + 1, endedBy: 'crash' },
    ]);
    const stored = await history.slices({ session: ROOM, limit: 10 });
    expect(stored.filter(({ endedBy }) => endedBy === 'crash')).toEqual(crashed);
    expect(await history.endOpenSlices(at + 1)).toEqual([]);
  });
}
