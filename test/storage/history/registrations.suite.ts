import { expect, test } from 'vitest';
import { batchAt, ORG, ROOM, registration, STREAM, T0 } from './batches.ts';
import type { MakeStore } from './opened.ts';
import { keyOf, OF_EVENT, SESSION, withPeople } from './people-world.ts';

export function registrationTests(makeStore: MakeStore): void {
  test('a registration comes back, changes and goes', async () => {
    const history = await withPeople(makeStore);
    const details = { at: T0 - 5, ticketId: 't', answers: { q: ['a'] }, metadata: { x: null } };
    await history.commit(
      batchAt(T0 + 20, {
        registrations: [registration({ attendee: 'ann', version: 4, at: T0 + 20, details })],
      }),
    );
    const name = { tenant: ORG, scope: ROOM, kind: 'registration', attendee: 'ann' } as const;
    expect(await history.registration(name)).toEqual({
      ...{ scope: ROOM, kind: 'registration', attendee: 'ann', attendeeKey: await keyOf(history, 'ann') },
      ...{ name: 'Ännchen Ö', email: 'ANN@x.org', version: 4, ...details },
    });
    const { registrations } = await history.known({
      ...{ ids: [], upvotes: [], polls: [], attendees: [], slices: [] },
      registrations: [name, { ...name, kind: 'bookmark' }, { ...name, attendee: 'bob' }],
    });
    expect(registrations).toEqual([
      { ...name, version: 4, at: T0 - 5 },
      { ...name, kind: 'bookmark', version: 1, at: T0 + 8 },
    ]);
    await history.commit(
      batchAt(T0 + 21, {
        registrations: [
          registration({ attendee: 'ann', at: T0 + 21, details: null }),
          registration({ attendee: 'cid', at: T0 + 21, details: null }),
          registration({ attendee: 'cid', at: T0 + 21, version: 1 }),
        ],
      }),
    );
    expect(await history.registration(name)).toBeNull();
    expect(await history.registration({ ...name, kind: 'bookmark' })).toMatchObject({ version: 1 });
    expect(await history.registration({ ...name, attendee: 'cid' })).toMatchObject({ at: T0 + 21 });
  });

  test('registrations are listed by when they were made, in a span, page after page', async () => {
    const history = await withPeople(makeStore);
    const at = [3, 1, 3, 2, 5];
    await history.commit(
      batchAt(T0 + 20, {
        registrations: at.map((offset, index) =>
          registration({
            ...{ attendee: `p${index}`, scope: STREAM, at: T0 + 20 },
            details: { at: T0 + offset, ticketId: null, answers: {}, metadata: {} },
          }),
        ),
      }),
    );
    const filter = { scope: STREAM, kind: 'registration' } as const;
    const rows = await history.registrations({ ...filter, limit: 10 });
    expect(rows.map(({ attendee }) => attendee)).toEqual(['p1', 'p3', 'p0', 'p2', 'p4']);
    const within = await history.registrations({ ...filter, from: T0 + 2, to: T0 + 5, limit: 10 });
    expect(within.map(({ attendee }) => attendee)).toEqual(['p3', 'p0', 'p2']);
    for (const [index, after] of rows.entries())
      expect(await history.registrations({ ...filter, after, limit: 10 })).toEqual(rows.slice(index + 1));
    expect(await history.registrations({ ...filter, kind: 'bookmark', limit: 10 })).toEqual([]);
  });

  test('who is registered, since when, and how many', async () => {
    const history = await withPeople(makeStore);
    const at = (offset: number) => {
      return { at: T0 + offset, ticketId: `T-${offset}`, answers: {}, metadata: {} };
    };
    await history.commit(
      batchAt(T0 + 20, {
        registrations: [
          registration({ attendee: 'ann', at: T0 + 20, details: at(2) }),
          registration({ attendee: 'dan', at: T0 + 20, details: at(9) }),
        ],
      }),
    );
    const keys = await Promise.all(['ann', 'bob', 'cid', 'dan'].map((id) => keyOf(history, id)));
    const [ann = 0, , cid = 0, dan = 0] = keys;
    expect(await history.registered(SESSION, keys)).toEqual([
      { attendeeKey: ann, registeredAt: T0 + 2, interested: true, ticketId: 'T-2' },
      { attendeeKey: cid, registeredAt: T0 + 7, interested: false, ticketId: null },
      { attendeeKey: dan, registeredAt: T0 + 9, interested: false, ticketId: 'T-9' },
    ]);
    expect(await history.registered(OF_EVENT, [dan])).toEqual([
      { attendeeKey: dan, registeredAt: T0 + 8, interested: true, ticketId: 'T-9' },
    ]);
    expect(await history.registrationCounts(SESSION.key)).toEqual({
      registered: 3,
      interested: 1,
      noShows: 2,
    });
    expect(await history.registrationCounts(OF_EVENT.key)).toEqual({
      registered: 3,
      interested: 2,
      noShows: 2,
    });
    const tickets = { scope: ROOM, limit: 1 };
    expect(await history.ticketsOf({ ...tickets, after: 0 })).toEqual([
      { attendeeKey: ann, ticketId: 'T-2' },
    ]);
    expect(await history.ticketsOf({ ...tickets, after: ann, limit: 2 })).toEqual([
      { attendeeKey: dan, ticketId: 'T-9' },
    ]);
    expect(await history.registrationsOfSessions([STREAM, ROOM])).toEqual([
      { session: STREAM, registered: 0, interested: 0 },
      { session: ROOM, registered: 3, interested: 1 },
    ]);
    const none = { registered: 0, interested: 0, noShows: 0 };
    expect(await history.registrationCounts(STREAM)).toEqual(none);
    const slices = await history.slicesOf({ sessions: [STREAM, ROOM], attendees: keys });
    expect(slices.map(({ slice }) => slice)).toEqual([1, 4, 2]);
    expect((await history.slicesOf({ sessions: [STREAM], attendees: keys })).length).toBe(1);
  });
}
