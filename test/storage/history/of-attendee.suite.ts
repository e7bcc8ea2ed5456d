import { expect, test } from 'vitest';
import { batchAt, EVENT, ended, engagement, ROOM, STREAM, started, T0 } from './batches.ts';
import type { MakeStore } from './opened.ts';
import { keyOf, withPeople } from './people-world.ts';

export function ofAttendeeTests(makeStore: MakeStore): void {
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
}
