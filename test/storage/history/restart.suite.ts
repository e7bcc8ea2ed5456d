import { expect, test } from 'vitest';
import type { HistoryBatch } from '../../../storage/types.ts';
import {
  apiKey,
  batchAt,
  catalogue,
  DAY,
  EVENT,
  event,
  ORG,
  organization,
  peak,
  ROOM,
  seen,
  session,
  started,
  T0,
} from './batches.ts';
import type { MakeStore } from './opened.ts';

/** What a second process finds after the first committed the batches and was cut off without closing. */
async function restoredAfter(makeStore: MakeStore, ...batches: readonly HistoryBatch[]) {
  const store = makeStore();
  const first = store.create();
  await first.open();
  for (const batch of batches) await first.commit(batch);
  return store.create().open();
}

export function restartTests(makeStore: MakeStore): void {
  test('an empty store knows nothing', async () => {
    expect(await makeStore().create().open()).toEqual({
      position: null,
      time: null,
      tombstones: [],
      organizations: [],
      events: [],
      sessions: [],
      lastKey: 0,
      lastSlice: 0,
      peaks: [],
      watched: [],
      uniques: [],
      engagementCounts: [],
      snapshot: null,
      keys: [],
      endpoints: [],
      told: [],
      alertRules: [],
      lastAlerts: [],
      blocks: [],
      backfilledWatch: [],
      bubbles: [],
      run: null,
    });
  });

  test('the catalogue, the position and the numbers given come back as they were', async () => {
    const restored = await restoredAfter(
      makeStore,
      batchAt(T0, { ...catalogue(), slicesStarted: [started({ slice: 41, attendee: 'ann' })] }),
      batchAt(T0 + 5),
    );
    expect(restored).toMatchObject({ ...catalogue(), position: `p${T0 + 5}`, time: T0 + 5 });
    expect(restored).toMatchObject({ lastKey: 4, lastSlice: 41 });
  });

  test('an object of the catalogue is as it was written last', async () => {
    const child = organization({ key: 8, id: 'child', parent: ORG });
    const changed = session({ version: 3, windows: [], ended: true, replay: false, hasSlices: true });
    const restored = await restoredAfter(
      makeStore,
      batchAt(T0, { ...catalogue(), organizations: [organization(), child] }),
      batchAt(T0 + 1, { events: [event({ version: 2 })], sessions: [session({ version: 2 }), changed] }),
    );
    expect(restored.organizations).toEqual([organization(), child]);
    expect(restored.events).toEqual([event({ version: 2 })]);
    expect(restored.sessions[0]).toEqual(changed);
    expect(restored.lastKey).toBe(8);
  });

  test('a peak is the highest, and of equal ones the earliest', async () => {
    const restored = await restoredAfter(
      makeStore,
      batchAt(T0, { peaks: [peak(ROOM, 3, T0), peak(ROOM, 5, T0 + 2), peak(EVENT, 9, T0)] }),
      batchAt(T0 + 10, { peaks: [peak(ROOM, 4, T0 + 4), peak(ROOM, 5, T0 + 9), peak(EVENT, 9, T0 - 1)] }),
    );
    expect(restored.peaks).toEqual([
      { scope: EVENT, day: 0, value: 9, at: T0 - 1 },
      { scope: ROOM, day: 0, value: 5, at: T0 + 2 },
    ]);
  });

  test('watch time is what was written last', async () => {
    const watch = (ms: number) => ({ kind: 'watch' as const, scope: ROOM, day: 0, ms, liveMs: ms - 1 });
    const restored = await restoredAfter(
      makeStore,
      batchAt(T0, { watched: [watch(500), watch(700)] }),
      batchAt(T0 + 1, { watched: [watch(600)] }),
    );
    expect(restored.watched).toEqual([{ scope: ROOM, day: 0, ms: 600, liveMs: 599 }]);
  });

  test('API keys come back with all that was said of them, and their last use is the latest', async () => {
    const limited = apiKey('c', { event: 'conf', createdAt: T0 - 1, expiresAt: T0 + 7 });
    const store = makeStore();
    const first = store.create();
    await first.open();
    await first.commit(batchAt(T0, { keysMade: [apiKey('a'), apiKey('b'), limited, apiKey('d')] }));
    await first.commit(
      batchAt(T0 + 1, {
        keysUsed: [
          { tenant: ORG, id: 'a', at: T0 + 9 },
          { tenant: EVENT, id: 'c', at: T0 },
        ],
        keysDeleted: ['b'],
      }),
    );
    await first.commit(
      batchAt(T0 + 2, { keysUsed: [{ tenant: ORG, id: 'a', at: T0 + 5 }], keysDeleted: ['d'] }),
    );
    const second = store.create();
    expect((await second.open()).keys).toEqual([limited, apiKey('a')]);
    expect(await second.keyUses(['a', 'b', 'c', 'zz'])).toEqual([{ id: 'a', at: T0 + 9 }]);
    expect(await second.keyUses([])).toEqual([]);
  });

  test('who is kept out comes back as said last, until it is over', async () => {
    const block = (scope: number, attendee: string, until: number) => {
      return { kind: 'blocked' as const, tenant: ORG, scope, attendee, until };
    };
    const restored = await restoredAfter(
      makeStore,
      batchAt(T0, {
        blocks: [block(ROOM, 'ann', T0 + 50), block(ORG, 'ann', T0 + 9), block(ROOM, 'bob', 0)],
      }),
      batchAt(T0 + 5, { blocks: [block(ROOM, 'ann', T0 + 60), block(EVENT, 'ann', T0 + 10)] }),
      batchAt(T0 + 6, { blocks: [block(EVENT, 'ann', 0)] }),
      batchAt(T0 + 9),
    );
    expect(restored.blocks).toEqual([{ tenant: ORG, scope: ROOM, attendee: 'ann', until: T0 + 60 }]);
  });

  test('figures of a day come back on that day only, those of all time always', async () => {
    const parts = (day: number): Partial<HistoryBatch> => ({
      peaks: [peak(ORG, 5, T0, day), peak(ROOM, 4, T0)],
      watched: [{ kind: 'watch', scope: ORG, day, ms: 9, liveMs: 9 }],
      seen: [seen(ORG, 'ann', day), seen(ROOM, 'ann')],
      engagementCounts: [
        { scope: ORG, day, action: 'reaction', count: 2 },
        { scope: ROOM, day: 0, action: 'reaction', count: 2 },
      ],
    });
    const restored = await restoredAfter(makeStore, batchAt(T0 - 1, parts(DAY - 1)), batchAt(T0, parts(DAY)));
    expect(restored.peaks.map(({ scope, day }) => [scope, day])).toEqual([
      [ROOM, 0],
      [ORG, DAY],
    ]);
    expect(restored.watched.map(({ day }) => day)).toEqual([DAY]);
    expect(restored.uniques).toEqual([
      { scope: ROOM, day: 0, count: 1 },
      { scope: ORG, day: DAY, count: 1 },
    ]);
    expect(restored.engagementCounts).toEqual([
      { scope: ROOM, day: 0, action: 'reaction', count: 4 },
      { scope: ORG, day: DAY, action: 'reaction', count: 2 },
    ]);
  });

  test('a history that was closed can be opened by another, and closing twice is closing once', async () => {
    const store = makeStore();
    const first = store.create();
    await first.open();
    await first.commit(batchAt(T0));
    await Promise.all([first.close(), first.close()]);
    await first.close();
    expect((await store.create().open()).time).toBe(T0);
  });

  test('a closed history refuses to work', async () => {
    const history = makeStore().create();
    await history.open();
    await history.close();
    await expect(history.commit(batchAt(T0))).rejects.toThrow('closed');
    await expect(history.integrity()).rejects.toThrow('closed');
  });

  test('closing waits for the batch that is being written', async () => {
    const store = makeStore();
    const first = store.create();
    await first.open();
    const writing = first.commit(batchAt(T0, catalogue()));
    await Promise.resolve();
    await Promise.all([first.close(), writing]);
    expect((await store.create().open()).time).toBe(T0);
  });

  test('a history that was never opened can be closed', async () => {
    const history = makeStore().create();
    await expect(history.slices({ session: ROOM, limit: 1 })).rejects.toThrow('not open');
    await expect(history.close()).resolves.toBeUndefined();
  });
}
