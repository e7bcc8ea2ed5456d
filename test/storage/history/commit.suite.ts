import { expect, test } from 'vitest';
import type { Mode } from '../../../server/protocol/client-messages.ts';
import { batchAt, DAY, EVENT, engagement, MINUTE, ORG, ROOM, STREAM, seen, started, T0 } from './batches.ts';
import { type MakeStore, opened, withCatalogue } from './opened.ts';

const full = () =>
  batchAt(T0, {
    slicesStarted: [started({ slice: 1, attendee: 'ann' })],
    seen: [seen(ROOM, 'ann')],
    engagements: [engagement({ id: 'e1', at: T0 })],
    engagementCounts: [{ scope: ROOM, day: 0, action: 'chat.message', count: 1 }],
    engagementMinutes: [{ scope: ROOM, minute: T0, action: 'chat.message', count: 1 }],
  });

export function commitTests(makeStore: MakeStore): void {
  test('a batch that is written twice changes nothing the second time', async () => {
    const store = makeStore();
    const history = store.create();
    await history.open();
    const first = await history.commit(full());
    const second = await history.commit(full());
    expect(first.newUniques).toEqual([{ scope: ROOM, day: 0, count: 1 }]);
    expect(second.newUniques).toEqual([]);
    expect(await history.engagements({ session: ROOM, limit: 10 })).toHaveLength(1);
    expect(await history.engagementMinutes({ scope: ROOM, from: T0, to: T0 + MINUTE })).toEqual([
      { minute: T0, action: 'chat.message', count: 1 },
    ]);
    const restored = await store.create().open();
    expect(restored.engagementCounts).toEqual([{ scope: ROOM, day: 0, action: 'chat.message', count: 1 }]);
    expect(restored.uniques).toEqual([{ scope: ROOM, day: 0, count: 1 }]);
  });

  test('a batch from before the last one is not written', async () => {
    const history = await opened(makeStore);
    await history.commit(batchAt(T0 + 1));
    await history.commit(full());
    expect(await history.slices({ session: ROOM, limit: 10 })).toEqual([]);
  });

  test('each new attendee of a scope is told once, however often and in however many batches seen', async () => {
    const history = await opened(makeStore);
    const first = await history.commit(
      batchAt(T0, {
        seen: [
          seen(ROOM, 'ann'),
          seen(ROOM, 'bob'),
          seen(ROOM, 'ann'),
          seen(EVENT, 'ann'),
          seen(ORG, 'ann', DAY),
        ],
      }),
    );
    const second = await history.commit(
      batchAt(T0 + 1, {
        seen: [seen(ROOM, 'bob'), seen(ROOM, 'cid'), seen(EVENT, 'ann'), seen(ORG, 'ann', DAY + 1)],
      }),
    );
    const byScope = (a: { scope: number }, b: { scope: number }) => a.scope - b.scope;
    expect([...first.newUniques].sort(byScope)).toEqual([
      { scope: ORG, day: DAY, count: 1 },
      { scope: EVENT, day: 0, count: 1 },
      { scope: ROOM, day: 0, count: 2 },
    ]);
    expect([...second.newUniques].sort(byScope)).toEqual([
      { scope: ORG, day: DAY + 1, count: 1 },
      { scope: ROOM, day: 0, count: 1 },
    ]);
  });

  test('who was in any of several scopes is counted once, in a mode with whoever is still there', async () => {
    const history = await withCatalogue(makeStore);
    const attended = (attendee: string, session: number, mode: Mode) => ({
      ...{ session, event: EVENT, tenant: ORG, attendee, slice: 1, mode, start: T0, end: T0, country: 'DE' },
      ...{ isCounted: true, watchMs: 0, viewMs: 1, minutes: [] },
    });
    await history.commit(
      batchAt(T0, {
        seen: [
          seen(ROOM, 'ann'),
          seen(STREAM, 'ann'),
          seen(STREAM, 'bob'),
          seen(ROOM, 'cid'),
          seen(ORG, 'dot', DAY),
        ],
        attendance: [
          attended('ann', ROOM, 'live'),
          attended('ann', STREAM, 'live'),
          attended('bob', STREAM, 'onDemand'),
        ],
        slicesStarted: [started({ slice: 2, attendee: 'cid' }), started({ slice: 3, attendee: 'ann' })],
      }),
    );
    const count = (scopes: readonly number[], mode?: Mode) => history.seenInAny({ scopes, mode });
    expect([await count([ROOM, STREAM]), await count([STREAM]), await count([])]).toEqual([3, 2, 0]);
    expect([await count([ROOM, STREAM], 'live'), await count([ROOM, STREAM], 'onDemand')]).toEqual([2, 1]);
    expect(await count([ROOM], 'onDemand')).toBe(0);
  });

  test('people with the same id in two tenants are two people', async () => {
    const history = await opened(makeStore);
    const { newUniques } = await history.commit(
      batchAt(T0, { seen: [seen(ROOM, 'ann'), { ...seen(ROOM, 'ann'), tenant: 9 }] }),
    );
    expect(newUniques).toEqual([{ scope: ROOM, day: 0, count: 2 }]);
  });

  test('a batch that cannot be stored leaves nothing behind, and the next one is stored', async () => {
    const history = await withCatalogue(makeStore);
    await history.commit(full());
    const conflicting = batchAt(T0 + 1, {
      engagements: [engagement({ id: 'e2', at: T0 + 1 })],
      slicesStarted: [started({ slice: 2, attendee: 'bob' }), started({ slice: 1, attendee: 'cid' })],
    });
    await expect(history.commit(conflicting)).rejects.toThrow();
    expect(await history.slices({ session: ROOM, limit: 10 })).toHaveLength(1);
    expect(await history.engagements({ session: ROOM, limit: 10 })).toHaveLength(1);
    await history.commit({ ...conflicting, slicesStarted: [started({ slice: 2, attendee: 'bob' })] });
    expect(await history.slices({ session: ROOM, limit: 10 })).toHaveLength(2);
    expect(await history.engagements({ session: ROOM, limit: 10 })).toHaveLength(2);
  });

  test('batches handed over together are stored one after the other', async () => {
    const history = await withCatalogue(makeStore);
    const times = Array.from({ length: 20 }, (_, index) => T0 + index);
    await Promise.all(
      times.map((time) =>
        history.commit(batchAt(time, { engagements: [engagement({ id: `e${time}`, at: time })] })),
      ),
    );
    const stored = await history.engagements({ session: ROOM, limit: 100 });
    expect(stored.map(({ at }) => at)).toEqual(times);
  });

  test('a reader beside the writer sees whole batches only', async () => {
    const history = await withCatalogue(makeStore);
    const rows = 200;
    let writing = true;
    const write = async () => {
      for (let batch = 0; batch < 15; batch++) {
        const at = T0 + batch;
        const engagements = Array.from({ length: rows }, (_, row) =>
          engagement({ id: `${batch}-${row}`, at }),
        );
        await history.commit(batchAt(at, { engagements }));
      }
      writing = false;
    };
    const counts: number[] = [];
    const read = async () => {
      while (writing) {
        const [total] = await history.engagementTotals({ session: ROOM });
        counts.push(total?.count ?? 0);
      }
    };
    await Promise.all([write(), read(), read()]);
    expect(counts.filter((count) => count % rows !== 0)).toEqual([]);
    expect(await history.engagementTotals({ session: ROOM })).toEqual([
      { action: 'chat.message', count: 15 * rows },
    ]);
  });

  test('a thousand rows of each kind fit into a batch', async () => {
    const history = await withCatalogue(makeStore);
    const numbers = Array.from({ length: 1000 }, (_, index) => index + 1);
    const { newUniques } = await history.commit(
      batchAt(T0 + MINUTE, {
        slicesStarted: numbers.map((slice) => started({ slice, attendee: `a${slice}` })),
        seen: numbers.map((slice) => seen(ROOM, `a${slice}`)),
        engagements: numbers.map((slice) => engagement({ id: `e${slice}`, attendee: `a${slice}`, at: T0 })),
      }),
    );
    expect(newUniques).toEqual([{ scope: ROOM, day: 0, count: 1000 }]);
    expect(await history.slices({ session: ROOM, limit: 2000 })).toHaveLength(1000);
    expect(await history.uniques({ sessions: [ROOM], from: T0, to: T0 + 1 })).toBe(1000);
    const engagements = await history.engagements({ session: ROOM, limit: 2000 });
    expect(engagements.map(({ id }) => id)).toEqual(numbers.map((slice) => `e${slice}`));
  });

  test('whatever was written, the store is sound', async () => {
    const history = await withCatalogue(makeStore);
    await history.commit(full());
    expect(await history.integrity()).toBe('ok');
  });
}
