import { expect, test } from 'vitest';
import type { AttendeeFilter } from '../../../storage/types.ts';
import {
  attendeePut,
  batchAt,
  ended,
  engagement,
  ORG,
  registration,
  STREAM,
  started,
  T0,
} from './batches.ts';
import type { MakeStore } from './opened.ts';
import { ids, keyOf, OF_EVENT, SESSION, SUB, withPeople } from './people-world.ts';

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
