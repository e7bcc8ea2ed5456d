import { expect, test } from 'vitest';
import type { BubbleMember, HistoryBatch, HistorySnapshot } from '../../../storage/types.ts';
import { batchAt, catalogue, ORG, ROOM, STREAM, seen, started, T0 } from './batches.ts';
import { type MakeStore, opened } from './opened.ts';

const snapshotAt = (time: number, text = '{"ünï":"🎪"}'): HistorySnapshot => ({
  version: 3,
  position: `p${time}`,
  time,
  text,
});

const member = (attendee: string, bubble: string, session = ROOM): BubbleMember => ({
  tenant: ORG,
  session,
  attendee,
  bubble,
});

const gone = (attendee: string, session = ROOM) => ({ tenant: ORG, session, attendee, bubble: null });

const people = (time: number, ...names: readonly string[]): Partial<HistoryBatch> => ({
  seen: names.map((name) => seen(ROOM, name)),
  slicesStarted: names.map((attendee, index) =>
    started({ slice: time - T0 + index + 1, attendee, start: time }),
  ),
});

export function replicaTests(makeStore: MakeStore): void {
  async function restoredAfter(...batches: readonly HistoryBatch[]) {
    const store = makeStore();
    const first = store.create();
    await first.open();
    for (const batch of batches) await first.commit(batch);
    return store.create().open();
  }

  test('the last snapshot comes back, also when later batches bring none', async () => {
    const restored = await restoredAfter(
      batchAt(T0, { snapshot: snapshotAt(T0, 'old') }),
      batchAt(T0 + 2, { snapshot: snapshotAt(T0 + 1) }),
      batchAt(T0 + 3),
    );
    expect(restored.snapshot).toEqual(snapshotAt(T0 + 1));
    expect(restored.position).toBe(`p${T0 + 3}`);
  });

  test('a snapshot of many megabytes comes back as it was', async () => {
    const snapshot = snapshotAt(T0, JSON.stringify('äx'.repeat(4_000_000)));
    expect((await restoredAfter(batchAt(T0, { snapshot }))).snapshot).toEqual(snapshot);
  });

  test('a batch that has been written already brings neither its snapshot nor its bubbles', async () => {
    const restored = await restoredAfter(
      batchAt(T0 + 1, { ...catalogue(), ...people(T0 + 1, 'ann'), snapshot: snapshotAt(T0 + 1) }),
      batchAt(T0, { snapshot: snapshotAt(T0), bubbles: [member('ann', 'b1')] }),
    );
    expect(restored).toMatchObject({ snapshot: snapshotAt(T0 + 1), bubbles: [] });
  });

  test('everybody is in the bubble of the last move', async () => {
    const restored = await restoredAfter(
      batchAt(T0, {
        ...catalogue(),
        ...people(T0, 'ann', 'bob', 'cid'),
        bubbles: [member('ann', 'b1'), member('bob', 'b1'), member('ann', 'b1', STREAM), gone('cid')],
      }),
      batchAt(T0 + 9, { bubbles: [member('ann', 'b2'), gone('bob')] }),
    );
    expect(restored.bubbles).toEqual([member('ann', 'b2'), member('ann', 'b1', STREAM)]);
  });

  test('the last run comes back', async () => {
    const restored = await restoredAfter(
      batchAt(T0, { runs: [{ start: T0 - 9000, end: T0 }] }),
      batchAt(T0 + 5000, { runs: [{ start: T0 + 4000, end: T0 + 5000 }] }),
      batchAt(T0 + 6000, { runs: [{ start: T0 + 4000, end: T0 + 6000 }] }),
    );
    expect(restored.run).toEqual({ start: T0 + 4000, end: T0 + 6000 });
  });

  test('who ends open slices leaves no bubble and no snapshot', async () => {
    const store = makeStore();
    const history = store.create();
    await history.open();
    const bubbles = [member('ann', 'b1')];
    await history.commit(
      batchAt(T0, { ...catalogue(), ...people(T0, 'ann'), bubbles, snapshot: snapshotAt(T0) }),
    );
    await history.endOpenSlices(T0);
    expect(await store.create().open()).toMatchObject({ bubbles: [], snapshot: null });
  });

  test('attendees get the same keys in whatever batches they come', async () => {
    const joined = (slice: number, attendee: string, at: number) =>
      started({ slice, attendee, start: T0 + at });
    const engaged = (attendee: string, at: number, tenant = ORG) => ({
      tenant,
      organization: tenant,
      session: ROOM,
      attendee,
      id: `e${at}`,
      action: 'reaction',
      data: {},
      at: T0 + at,
      anonymous: false,
    });
    const entries: Partial<HistoryBatch>[] = [
      { slicesStarted: [joined(1, 'ann', 0)] },
      { engagements: [engaged('bob', 1)] },
      { slicesStarted: [joined(2, 'cid', 2)], engagements: [engaged('dan', 2, 9)] },
      { slicesStarted: [joined(3, 'eva', 3)] },
    ];
    const keysAfter = async (batches: readonly HistoryBatch[]) => {
      const history = await opened(makeStore);
      for (const batch of batches) await history.commit(batch);
      return history.attendees([1, 2, 3, 4, 5]);
    };
    const apart = await keysAfter(entries.map((parts, index) => batchAt(T0 + index, parts)));
    const together = await keysAfter([
      batchAt(T0 + 3, {
        slicesStarted: entries.flatMap(({ slicesStarted = [] }) => slicesStarted),
        engagements: entries.flatMap(({ engagements = [] }) => engagements),
      }),
    ]);
    expect(together).toEqual(apart);
    expect(apart.map(({ attendee }) => attendee)).toEqual(['ann', 'bob', 'cid', 'dan', 'eva']);
  });

  test('tickets get the same keys in whatever batches they come, each in its tenant, and keep them', async () => {
    const named = [
      ...[[ORG, 'vip'] as const, [9, 'vip'] as const],
      ...[[ORG, 'day'] as const, [ORG, 'vip'] as const, [ORG, 'late'] as const],
    ].map(([tenant, ticket]) => ({ tenant, ticket }));
    const erasure = { tenant: ORG, attendee: 'ann', pseudonym: 'erased-1', hash: 'h', at: T0 };
    const keysAfter = async (batches: readonly HistoryBatch[]) => {
      const history = await opened(makeStore);
      for (const batch of batches) await history.commit(batch);
      return history.ticketKeys([...named, { tenant: ORG, ticket: 'unnamed' }]);
    };
    const apart = await keysAfter([
      ...named.map((ticket, index) => batchAt(T0 + index, { tickets: [ticket] })),
      batchAt(T0 + 10, { erasures: [{ kind: 'erased', ...erasure }] }),
    ]);
    const together = await keysAfter([batchAt(T0 + 10, { tickets: named })]);
    expect(apart).toEqual([1, 2, 3, 1, 4, null]);
    expect(together).toEqual(apart);
  });
}
