import { expect, test } from 'vitest';
import type { AttendeeFilter, History } from '../../../storage/types.ts';
import {
  attendeePut,
  batchAt,
  EVENT,
  ended,
  engagement,
  ORG,
  organization,
  ROOM,
  registration,
  STREAM,
  seen,
  started,
  T0,
} from './batches.ts';
import { type MakeStore, withCatalogue } from './opened.ts';

const SUB = 11;
const SESSION = { kind: 'session', key: ROOM } as const;
const OF_EVENT = { kind: 'event', key: EVENT } as const;

/**
 * Of the root: ann (registered, was in the room), bob (token only, was in the stream), cid (registered for the room), dan
 * (has a bookmark of the event), eve (put only). Of the sub-organization: fay, who was in the room.
 */
async function withPeople(makeStore: MakeStore): Promise<History> {
  const history = await withCatalogue(makeStore);
  await history.commit(
    batchAt(T0 + 9, {
      organizations: [organization({ key: SUB, id: 'sub', parent: ORG })],
      slicesStarted: [
        started({ slice: 1, attendee: 'ann', start: T0 + 1, country: 'FR' }),
        started({
          slice: 2,
          attendee: 'bob',
          start: T0 + 2,
          session: STREAM,
          name: 'Bob',
          email: 'Bob@X.org',
        }),
        started({ slice: 3, attendee: 'fay', start: T0 + 3, owners: [SUB, ORG] }),
        started({ slice: 4, attendee: 'ann', start: T0 + 4 }),
      ],
      seen: [seen(ROOM, 'ann'), seen(EVENT, 'ann'), seen(ROOM, 'fay'), seen(EVENT, 'fay')].concat([
        seen(STREAM, 'bob'),
        seen(EVENT, 'bob'),
      ]),
      attendees: [
        attendeePut({
          at: T0 + 5,
          details: { name: 'Ännchen Ö', email: 'ann@x.org', metadata: { seat: 1 } },
        }),
        attendeePut({ id: 'eve', at: T0 + 6, details: { name: 'änne', country: 'DE' } }),
        attendeePut({ at: T0 + 7, version: 2, details: { name: 'Ännchen Ö', email: 'ANN@x.org' } }),
      ],
      registrations: [
        registration({ attendee: 'cid', at: T0 + 7 }),
        registration({ attendee: 'dan', at: T0 + 8, scope: EVENT, kind: 'bookmark' }),
        registration({ attendee: 'ann', at: T0 + 8, kind: 'bookmark' }),
      ],
    }),
  );
  return history;
}

async function ids(history: History, filter: Partial<AttendeeFilter> = {}): Promise<string[]> {
  const rows = await history.attendeeList({ organizations: [ORG, SUB], limit: 10, ...filter });
  return rows.map(({ id }) => id);
}

async function keyOf(history: History, id: string): Promise<number> {
  return (await history.attendee({ tenant: ORG, id }))?.key ?? -1;
}

const FILTERS: readonly [Partial<AttendeeFilter>, string[]][] = [
  [{ email: 'aNn@X.ORG' }, ['ann']],
  [{ email: 'bob@x.org' }, ['bob']],
  [{ email: 'ann@x.or' }, []],
  [{ name: 'ÄNN' }, ['ann', 'eve']],
  [{ name: 'ännchen ö' }, ['ann']],
  [{ name: 'b' }, ['bob']],
  [{ name: '%' }, []],
  [{ country: 'DE' }, ['bob', 'eve', 'fay']],
  [{ country: 'DE', name: 'ä' }, ['eve']],
  [{ of: SESSION }, ['ann', 'cid', 'fay']],
  [{ of: OF_EVENT }, ['ann', 'bob', 'cid', 'dan', 'fay']],
  [{ of: OF_EVENT, country: 'DE' }, ['bob', 'fay']],
  [{ of: OF_EVENT, organizations: [SUB] }, ['fay']],
  [{ of: SESSION, name: 'ä' }, ['ann']],
  [{ of: OF_EVENT, email: 'bob@x.org' }, ['bob']],
  [{ of: SESSION, email: 'bob@x.org' }, []],
  [{ organizations: [] }, []],
];

const PEOPLE = [
  [SESSION, undefined, undefined, ['ann', 'cid', 'fay']],
  [SESSION, true, undefined, ['ann', 'fay']],
  [SESSION, false, undefined, ['cid']],
  [SESSION, undefined, true, ['ann', 'cid']],
  [SESSION, undefined, false, ['fay']],
  [SESSION, true, true, ['ann']],
  [SESSION, true, false, ['fay']],
  [SESSION, false, true, ['cid']],
  [SESSION, false, false, []],
  [OF_EVENT, true, false, ['bob', 'fay']],
  [OF_EVENT, false, true, ['cid', 'dan']],
  [{ kind: 'session', key: STREAM }, undefined, undefined, ['bob']],
] as const;

export function peopleTests(makeStore: MakeStore): void {
  test('a person comes back as put last, with when it was put and seen first', async () => {
    const history = await withPeople(makeStore);
    expect(await history.attendee({ tenant: ORG, id: 'ann' })).toEqual({
      ...{ key: expect.any(Number), id: 'ann', organization: ORG, version: 2 },
      ...{
        name: 'Ännchen Ö',
        firstName: null,
        lastName: null,
        email: 'ANN@x.org',
        phone: null,
        country: null,
      },
      ...{ metadata: {}, registeredAt: T0 + 5, firstSeenAt: T0 + 1 },
    });
    await history.commit(
      batchAt(T0 + 20, { attendees: [attendeePut({ at: T0 + 20, version: 3, details: { phone: '+1' } })] }),
    );
    expect(await history.attendee({ tenant: ORG, id: 'ann' })).toMatchObject({
      ...{ version: 3, name: 'ann', email: null, phone: '+1', registeredAt: T0 + 5 },
    });
    expect(await history.attendee({ tenant: 9, id: 'ann' })).toBeNull();
    expect(await history.attendee({ tenant: ORG, id: 'Ann' })).toBeNull();
  });

  test('who is known by a token only has what it says, and tokens change nothing of who is registered', async () => {
    const history = await withPeople(makeStore);
    expect(await history.attendee({ tenant: ORG, id: 'bob' })).toMatchObject({
      ...{ organization: ORG, version: 0, name: 'Bob', email: 'Bob@X.org', country: 'DE', metadata: null },
      ...{ registeredAt: null, firstSeenAt: T0 + 2 },
    });
    const again = started({ slice: 5, attendee: 'ann', start: T0 + 20, name: 'Troll', email: 't@x.org' });
    await history.commit(batchAt(T0 + 20, { slicesStarted: [again] }));
    expect(await history.attendee({ tenant: ORG, id: 'ann' })).toMatchObject({
      name: 'Ännchen Ö',
      country: null,
    });
    expect(await ids(history, { name: 'troll' })).toEqual([]);
  });

  test('a person belongs to whoever named it first, by whatever', async () => {
    const history = await withPeople(makeStore);
    await history.commit(
      batchAt(T0 + 20, {
        slicesStarted: [started({ slice: 5, attendee: 'fay', start: T0 + 20, owners: [ORG] })],
        engagements: [engagement({ id: 'e', at: T0 + 20, attendee: 'gus', organization: SUB })],
        registrations: [
          registration({ attendee: 'hal', organization: SUB, at: T0 + 20, details: null }),
          registration({ attendee: 'bob', organization: SUB, at: T0 + 20 }),
        ],
      }),
    );
    expect(await ids(history, { organizations: [SUB] })).toEqual(['fay', 'gus', 'hal']);
  });

  test('the list is by organization, page after page', async () => {
    const history = await withPeople(makeStore);
    expect(await ids(history, { organizations: [ORG] })).toEqual(['ann', 'bob', 'eve', 'cid', 'dan']);
    const all = await history.attendeeList({ organizations: [ORG, SUB], limit: 10 });
    expect(all.map(({ id }) => id)).toEqual(['ann', 'bob', 'eve', 'cid', 'dan', 'fay']);
    for (const [index, after] of all.entries())
      expect(await ids(history, { after, limit: 2 })).toEqual(
        all.slice(index + 1, index + 3).map(({ id }) => id),
      );
  });

  test('the list keeps what fits', async () => {
    const history = await withPeople(makeStore);
    for (const [filter, expected] of FILTERS) {
      expect([filter, (await ids(history, filter)).toSorted()]).toEqual([filter, expected]);
      const first = await history.attendeeList({ organizations: [ORG, SUB], ...filter, limit: 1 });
      const rest = await ids(history, { ...filter, after: first[0] });
      expect([filter, rest.length]).toEqual([filter, Math.max(0, expected.length - 1)]);
    }
  });

  test('people are those who were there, and those who are registered', async () => {
    const history = await withPeople(makeStore);
    const names = new Map<number, string>();
    for (const id of ['ann', 'bob', 'cid', 'dan', 'eve', 'fay']) names.set(await keyOf(history, id), id);
    for (const [of, attended, registered, expected] of PEOPLE) {
      const found: string[] = [];
      for (let after = 0; ; ) {
        const [one] = await history.people({ of, attended, registered, after, limit: 1 });
        if (one === undefined) break;
        expect(one.attended).toBe(attended ?? one.attended);
        found.push(names.get(one.attendeeKey) ?? '?');
        after = one.attendeeKey;
      }
      expect([of, attended, registered, found.toSorted()]).toEqual([of, attended, registered, expected]);
      const skipped = await history.people({ of, attended, registered, after: 0, skip: 1, limit: 9 });
      expect(skipped.map(({ attendeeKey }) => names.get(attendeeKey))).toEqual(found.slice(1));
    }
    const among: string[] = [];
    for (const [key, name] of names) if (await history.isAmong(SESSION, key)) among.push(name);
    expect(among.toSorted()).toEqual(['ann', 'cid', 'fay']);
  });

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

  test('what one attendee did, over all sessions', async () => {
    const history = await withPeople(makeStore);
    const did = (id: string, offset: number, more: object = {}) =>
      engagement({ id, at: T0 + offset, data: { id }, ...more });
    await history.commit(
      batchAt(T0 + 30, {
        slicesStarted: [
          started({ slice: 5, attendee: 'ann', session: STREAM, mode: 'onDemand', start: T0 + 20 }),
        ],
        slicesEnded: [ended({ slice: 1, attendee: 'ann', end: T0 + 10 })],
        engagements: [
          did('a', 20),
          did('b', 21, { session: STREAM, action: 'reaction' }),
          did('c', 22, { attendee: 'bob' }),
          did('d', 23, { anonymous: true, action: 'poll.answer' }),
          did('e', 24),
        ],
      }),
    );
    const attendee = await keyOf(history, 'ann');
    const of = { attendee, sessions: [ROOM, STREAM] };
    const slices = await history.slicesOfAttendee({ ...of, limit: 9 });
    expect(slices.map(({ slice }) => slice)).toEqual([1, 4, 5]);
    for (const [index, after] of slices.entries())
      expect(await history.slicesOfAttendee({ ...of, after, limit: 9 })).toEqual(slices.slice(index + 1));
    const newest = { ...of, newestFirst: true, limit: 9 };
    expect(await history.slicesOfAttendee(newest)).toEqual([...slices].reverse());
    for (const [index, after] of slices.entries())
      expect(await history.slicesOfAttendee({ ...newest, after })).toEqual(slices.slice(0, index).reverse());
    for (const [filter, expected] of [
      [{ sessions: [STREAM] }, [5]],
      [{ mode: 'live' }, [1, 4]],
      [{ from: T0 + 10 }, [1, 4, 5]],
      [{ from: T0 + 11 }, [4, 5]],
      [{ to: T0 + 4 }, [1]],
      [{ sessions: [] }, []],
    ] as const) {
      const rows = await history.slicesOfAttendee({ ...of, ...filter, limit: 9 });
      expect([filter, rows.map(({ slice }) => slice)]).toEqual([filter, expected]);
    }
    const engagements = await history.engagementsOfAttendee({ ...of, limit: 9 });
    expect(engagements.map(({ id }) => id)).toEqual(['a', 'b', 'e']);
    expect(engagements[1]).toMatchObject({ session: STREAM, attendee: 'ann', data: { id: 'b' } });
    for (const [index, after] of engagements.entries())
      expect(await history.engagementsOfAttendee({ ...of, after, limit: 9 })).toEqual(
        engagements.slice(index + 1),
      );
    expect(await history.engagementsOfAttendee(newest)).toEqual([...engagements].reverse());
    for (const [index, after] of engagements.entries())
      expect(await history.engagementsOfAttendee({ ...newest, after })).toEqual(
        engagements.slice(0, index).reverse(),
      );
    const messages = engagements.filter(({ action }) => action === 'chat.message').reverse();
    expect(await history.engagementsOfAttendee({ ...newest, action: 'chat.message' })).toEqual(messages);
    const some = { ...of, action: 'chat.message', from: T0 + 21, limit: 9 };
    expect((await history.engagementsOfAttendee(some)).map(({ id }) => id)).toEqual(['e']);
    const counts = [
      { session: ROOM, action: 'chat.message', count: 2 },
      { session: ROOM, action: 'poll.answer', count: 1 },
      { session: STREAM, action: 'reaction', count: 1 },
    ];
    expect(await history.actionsOfAttendee(of)).toEqual(counts);
    expect(await history.actionsOfAttendee({ ...of, from: T0, to: T0 + 30 })).toEqual(counts);
    expect(await history.actionsOfAttendee({ ...of, from: T0 + 21, to: T0 + 24 })).toEqual(counts.slice(1));
    expect(await history.actionsOfAttendee({ ...of, sessions: [STREAM] })).toEqual(counts.slice(2));
    const registrations = await history.registrationsOf(await keyOf(history, 'dan'));
    expect(registrations).toMatchObject([{ scope: EVENT, kind: 'bookmark', attendee: 'dan' }]);
  });

  test('written twice or in other batches, it is the same', async () => {
    const once = await withPeople(makeStore);
    const twice = await withPeople(makeStore);
    const row = registration({ attendee: 'new', at: T0 + 20, organization: SUB });
    const put = attendeePut({ id: 'new', at: T0 + 21, organization: SUB });
    const end = { slicesEnded: [ended({ slice: 1, attendee: 'ann', end: T0 + 22 })] };
    await once.commit(batchAt(T0 + 22, { registrations: [row], attendees: [put], ...end }));
    await twice.commit(batchAt(T0 + 20, { registrations: [row] }));
    await twice.commit(batchAt(T0 + 21, { attendees: [put] }));
    await twice.commit(batchAt(T0 + 21, { attendees: [{ ...put, version: 9 }] }));
    await twice.commit(batchAt(T0 + 22, end));
    const filter = { organizations: [ORG, SUB], limit: 10 };
    expect(await twice.attendeeList(filter)).toEqual(await once.attendeeList(filter));
  });
}
