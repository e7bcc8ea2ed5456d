import { expect, test } from 'vitest';
import type { Deleted } from '../../../server/live/effects.ts';
import {
  batchAt,
  catalogue,
  DAY,
  EVENT,
  ended,
  engagement,
  MINUTE,
  minute,
  ORG,
  organization,
  peak,
  poll,
  ROOM,
  STREAM,
  seen,
  started,
  T0,
} from './batches.ts';
import { type MakeStore, withCatalogue } from './opened.ts';

const DAY_MS = 86_400_000;
const SUB = 9;

function deleted(parts: Partial<Deleted> = {}): Deleted {
  const what = { scopeKind: 'session', scope: ROOM, id: 'room', parents: [EVENT, ORG] } as const;
  return { kind: 'deleted', at: T0, tenant: ORG, ...what, ...parts };
}

/** The same in each session. */
const busy = () =>
  batchAt(T0, {
    slicesStarted: [
      started({ slice: 1, attendee: 'ann' }),
      started({ slice: 2, attendee: 'ann', session: STREAM }),
    ],
    slicesEnded: [
      ended({ slice: 1, attendee: 'ann', end: T0 + 500, countedUntil: T0 + 900 }),
      ended({ slice: 2, attendee: 'ann', session: STREAM, end: T0 + 500 }),
    ],
    engagements: [ROOM, STREAM].flatMap((session) => [
      engagement({ session, id: `ask${session}`, at: T0 - 5, action: 'question.ask', data: { text: '?' } }),
      engagement({
        ...{ session, id: `up${session}`, at: T0, action: 'question.upvote' },
        data: { question: `ask${session}` },
      }),
    ]),
    polls: [poll(), poll({ session: STREAM })],
    ...figuresOf([ROOM, STREAM, EVENT], 0),
  });

function figuresOf(scopes: readonly number[], day: number) {
  return {
    seen: scopes.map((scope) => seen(scope, 'ann', day)),
    peaks: scopes.map((scope) => peak(scope, 3, T0, day)),
    watched: scopes.map((scope) => ({ kind: 'watch' as const, scope, day, ms: 5, liveMs: 5 })),
    minutes: scopes.map((scope) => minute({ scope, minute: T0 })),
    engagementCounts: scopes.map((scope) => ({ scope, day, action: 'reaction', count: 2 })),
    engagementMinutes: scopes.map((scope) => ({ scope, minute: T0, action: 'reaction', count: 2 })),
  };
}

export function deletionTests(makeStore: MakeStore): void {
  const prepared = async () => {
    const store = makeStore();
    const history = store.create();
    await history.open();
    await history.commit(batchAt(T0 - 1000, catalogue()));
    await history.commit(busy());
    return { store, history };
  };

  test('a session goes with all that is kept of it alone', async () => {
    const { store, history } = await prepared();
    await history.commit(batchAt(T0 + 1, { deleted: [deleted()] }));
    const span = { from: T0, to: T0 + MINUTE };
    for (const [session, count] of [
      [ROOM, 0],
      [STREAM, 1],
    ] as const) {
      expect(await history.slices({ session, limit: 9 })).toHaveLength(count);
      expect(await history.engagements({ session, limit: 9 })).toHaveLength(2 * count);
      expect(await history.engagementsByAttendee({ sessions: [session], attendees: [1] })).toHaveLength(
        2 * count,
      );
      expect(await history.minutes({ scope: session, track: 0, ...span })).toHaveLength(count);
      expect(await history.engagementMinutes({ scope: session, ...span })).toHaveLength(count);
      const known = await history.known({
        ids: [{ tenant: ORG, id: `up${session}` }],
        upvotes: [{ tenant: ORG, question: `ask${session}`, attendee: 'ann' }],
        polls: [{ session, poll: 'p1' }],
        ...{ attendees: [], registrations: [], slices: [] },
      });
      expect([known.upvotes.length, known.polls.length, known.ids.length]).toEqual([count, count, 1]);
    }
    const restored = await store.create().open();
    expect(restored.sessions.map(({ key }) => key)).toEqual([STREAM]);
    for (const rows of [restored.uniques, restored.peaks, restored.watched, restored.engagementCounts]) {
      expect(rows.map(({ scope }) => scope)).toEqual([EVENT, STREAM]);
    }
    expect(restored.lastKey).toBe(STREAM);
  });

  test('what counted elsewhere too cannot be counted again in the span of what is gone', async () => {
    const { history } = await prepared();
    await history.commit(batchAt(T0 + 1, { deleted: [deleted()] }));
    const span = { from: T0 - 5, to: T0 + 901 };
    for (const scope of [EVENT, ORG]) {
      expect(await history.purged({ scope, from: T0 - DAY_MS, to: T0 + DAY_MS })).toEqual([span]);
      expect(await history.purged({ scope, from: span.to - 1, to: T0 + DAY_MS })).toEqual([span]);
      expect(await history.purged({ scope, from: span.to, to: T0 + DAY_MS })).toEqual([]);
      expect(await history.purged({ scope, from: 0, to: span.from })).toEqual([]);
    }
    expect(await history.purged({ scope: STREAM, from: 0, to: T0 + DAY_MS })).toEqual([]);
  });

  test('nothing is marked for a session in which nothing was, and nothing of what goes itself', async () => {
    const history = await withCatalogue(makeStore);
    await history.commit(batchAt(T0, { deleted: [deleted()] }));
    expect(await history.purged({ scope: EVENT, from: 0, to: T0 + DAY_MS })).toEqual([]);
    await history.commit(
      batchAt(T0 + 1, { engagements: [engagement({ id: 'a', at: T0, session: STREAM })] }),
    );
    const stream = deleted({ scope: STREAM, id: 'stream', parents: [ORG] });
    const event = deleted({ scopeKind: 'event', scope: EVENT, id: 'conf', parents: [ORG] });
    await history.commit(batchAt(T0 + 2, { deleted: [stream, event] }));
    expect(await history.purged({ scope: EVENT, from: 0, to: T0 + DAY_MS })).toEqual([]);
    expect(await history.purged({ scope: ORG, from: 0, to: T0 + DAY_MS })).toEqual([
      { from: T0, to: T0 + 1 },
    ]);
  });

  test('an organization goes with its figures of all days', async () => {
    const { store, history } = await prepared();
    const days = [DAY, DAY - 400, DAY - 1];
    await history.commit(
      batchAt(T0 + 1, { organizations: [organization({ key: SUB, id: 'sub', parent: ORG })] }),
    );
    for (const [index, day] of days.entries())
      await history.commit(batchAt(T0 + 2 + index, figuresOf([ORG, SUB], day)));
    const gone = deleted({ scopeKind: 'organization', scope: SUB, id: 'sub', parents: [ORG] });
    const committed = await history.commit(batchAt(T0 + 9, { deleted: [gone] }));
    expect(committed.newUniques).toEqual([]);
    for (const scope of [ORG, SUB]) {
      const rows = await history.minutes({ scope, track: 0, from: T0, to: T0 + 1 });
      expect(rows).toHaveLength(scope === ORG ? 1 : 0);
    }
    const restored = await store.create().open();
    expect(restored.organizations.map(({ id }) => id)).toEqual(['acme']);
    for (const rows of [restored.uniques, restored.peaks, restored.watched, restored.engagementCounts]) {
      expect(rows.map(({ scope }) => scope)).toEqual([EVENT, ROOM, STREAM, ORG]);
    }
    expect(restored.lastKey).toBe(SUB);
  });

  test('attendance that was being computed when a session was deleted does not bring it back', async () => {
    const { history } = await prepared();
    const slice = {
      ...{
        session: ROOM,
        event: EVENT,
        keepsEvent: false,
        slice: 1,
        mode: 'live' as const,
        start: T0,
        end: T0 + 500,
      },
      ...{ country: 'DE', isCounted: true, watchMs: 500, viewMs: 100, minutes: [[1, 1]] as const },
      attendeeKey: 1,
    };
    const computed = {
      ...{ event: EVENT, keepsEvent: false, sessions: [ROOM, STREAM], attendees: [1], slices: [slice] },
      stale: { session: STREAM, afterAttendee: null },
    };
    const totalsOf = (scope: number) =>
      history.totals({ scope, event: null, sessions: [scope] }, () => undefined);
    await history.replaceAttendance(computed);
    expect(await totalsOf(ROOM)).toMatchObject({ attendees: 1 });
    await history.commit(batchAt(T0 + 1, { deleted: [deleted()] }));
    expect(await totalsOf(ROOM)).toBeUndefined();
    await history.replaceAttendance(computed);
    expect(await totalsOf(ROOM)).toBeUndefined();
  });

  test('registrations go with their session, and people of an organization belong to the one above', async () => {
    const { history } = await prepared();
    const details = {
      ...{ name: 'Ann', firstName: null, lastName: null, email: null, phone: null, country: null },
      metadata: {},
    };
    const put = { tenant: ORG, id: 'ann', version: 1, details, at: T0 };
    const registered = { at: T0, ticketId: null, answers: {}, metadata: {} };
    const registration = (scope: number) => ({
      ...{ tenant: ORG, scope, kind: 'registration' as const, event: EVENT, attendee: 'ann', version: 1 },
      ...{ organization: SUB, details: registered, at: T0 },
    });
    await history.commit(
      batchAt(T0 + 1, {
        organizations: [organization({ key: SUB, id: 'sub', parent: ORG })],
        attendees: [{ ...put, organization: SUB }],
        registrations: [registration(ROOM), registration(STREAM)],
      }),
    );
    const gone = deleted({ scopeKind: 'organization', scope: SUB, id: 'sub', parents: [ORG] });
    await history.commit(batchAt(T0 + 2, { deleted: [deleted(), gone] }));
    const name = { tenant: ORG, kind: 'registration', attendee: 'ann' } as const;
    expect(await history.registration({ ...name, scope: ROOM })).toBeNull();
    expect(await history.registration({ ...name, scope: STREAM })).toMatchObject({ at: T0 });
    const { attendees } = await history.known({
      ...{ ids: [], upvotes: [], polls: [], registrations: [], slices: [] },
      attendees: [{ tenant: ORG, id: 'ann' }],
    });
    expect(attendees).toMatchObject([{ id: 'ann', owners: [ORG] }]);
  });

  test('what a batch brings of a scope goes with it, and the next of its id is another one', async () => {
    const store = makeStore();
    const history = store.create();
    await history.open();
    const again = { key: 7, id: 'room' };
    const { organizations, events, sessions } = catalogue();
    const [room] = sessions;
    if (room === undefined) throw new Error('no room');
    await history.commit({
      ...busy(),
      ...{ organizations, events, sessions: [...sessions, { ...room, ...again }] },
      deleted: [deleted()],
    });
    const restored = await store.create().open();
    expect(restored.sessions.map(({ key, id }) => [key, id])).toEqual([
      [STREAM, 'stream'],
      [7, 'room'],
    ]);
    expect(restored.uniques.map(({ scope }) => scope)).toEqual([EVENT, STREAM]);
    expect(await history.slices({ session: ROOM, limit: 9 })).toEqual([]);
    expect(await history.purged({ scope: EVENT, from: T0, to: T0 + 1 })).toHaveLength(1);
  });
}
