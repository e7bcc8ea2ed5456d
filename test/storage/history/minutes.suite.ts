import { expect, test } from 'vitest';
import { batchAt, EVENT, MINUTE, minute, ROOM, STREAM, started, T0 } from './batches.ts';
import { type MakeStore, opened } from './opened.ts';

export function minuteTests(makeStore: MakeStore): void {
  test('a minute comes back as live closed it, and as it was written last', async () => {
    const history = await opened(makeStore);
    const { kind: _, ...row } = minute({ minute: T0, area: 6_000_000_000, peak: 100_000 });
    await history.commit(batchAt(T0 + MINUTE, { minutes: [minute({ minute: T0 })] }));
    await history.commit(batchAt(T0 + MINUTE + 1, { minutes: [{ kind: 'minute', ...row }] }));
    expect(await history.minutes({ scope: ROOM, track: 0, from: T0, to: T0 + MINUTE })).toEqual([row]);
  });

  test('a minute whose connections are not known has null, also where they had been', async () => {
    const history = await opened(makeStore);
    const filter = { scope: ROOM, track: 0, from: T0, to: T0 + MINUTE } as const;
    await history.commit(batchAt(T0 + MINUTE, { minutes: [minute({ minute: T0, connections: 0 })] }));
    expect(await history.minutes(filter)).toMatchObject([{ connections: 0 }]);
    await history.commit(batchAt(T0 + MINUTE + 1, { minutes: [minute({ minute: T0, connections: null })] }));
    expect(await history.minutes(filter)).toMatchObject([{ connections: null }]);
  });

  test('busy are the scopes with somebody or something in a span', async () => {
    const history = await opened(makeStore);
    const said = { scope: STREAM, minute: T0 + MINUTE, action: 'reaction', count: 1 };
    const minutes = [minute({ minute: T0 }), minute({ minute: T0, scope: EVENT, track: 2 })];
    await history.commit(batchAt(T0 + 9 * MINUTE, { minutes, engagementMinutes: [said] }));
    const busy = (from: number, to: number) =>
      history.busyScopes({ scopes: [STREAM, ROOM, EVENT], from, to });
    expect(await busy(T0, T0 + 2 * MINUTE)).toEqual([STREAM, ROOM]);
    expect(await busy(T0, T0 + MINUTE)).toEqual([ROOM]);
    expect(await busy(T0 + 2 * MINUTE, T0 + 9 * MINUTE)).toEqual([]);
  });

  test('minutes are read by scope, track and span, in order', async () => {
    const history = await opened(makeStore);
    await history.commit(
      batchAt(T0 + 9 * MINUTE, {
        minutes: [
          minute({ minute: T0 + 2 * MINUTE }),
          minute({ minute: T0 + MINUTE }),
          minute({ minute: T0 }),
          minute({ minute: T0 + MINUTE, track: 2 }),
          minute({ minute: T0 + MINUTE, scope: EVENT }),
        ],
      }),
    );
    const rows = await history.minutes({ scope: ROOM, track: 0, from: T0 + MINUTE, to: T0 + 3 * MINUTE });
    expect(rows.map((row) => row.minute)).toEqual([T0 + MINUTE, T0 + 2 * MINUTE]);
    expect(await history.minutes({ scope: ROOM, track: 1, from: T0, to: T0 + 9 * MINUTE })).toEqual([]);
    expect(await history.minutes({ scope: ROOM, track: 2, from: T0, to: T0 + 9 * MINUTE })).toHaveLength(1);
  });

  test('engagements of a minute add up', async () => {
    const history = await opened(makeStore);
    const counted = (at: number, action: string, count: number, scope = ROOM) => ({
      scope,
      minute: at,
      action,
      count,
    });
    await history.commit(
      batchAt(T0, { engagementMinutes: [counted(T0, 'reaction', 2), counted(T0, 'x.wave', 1)] }),
    );
    await history.commit(
      batchAt(T0 + MINUTE, {
        engagementMinutes: [
          counted(T0, 'reaction', 3),
          counted(T0 + MINUTE, 'reaction', 1),
          counted(T0, 'reaction', 7, EVENT),
        ],
      }),
    );
    const filter = { scope: ROOM, from: T0, to: T0 + 2 * MINUTE };
    expect(await history.engagementMinutes(filter)).toEqual([
      { minute: T0, action: 'reaction', count: 5 },
      { minute: T0, action: 'x.wave', count: 1 },
      { minute: T0 + MINUTE, action: 'reaction', count: 1 },
    ]);
    expect(await history.engagementMinutes({ ...filter, from: T0 + MINUTE })).toHaveLength(1);
  });

  test('a run grows with every batch, and those that touch a span are found', async () => {
    const history = await opened(makeStore);
    await history.commit(batchAt(T0 + 10, { runs: [{ start: T0, end: T0 + 10 }] }));
    await history.commit(
      batchAt(T0 + 50, {
        runs: [
          { start: T0, end: T0 + 20 },
          { start: T0 + 40, end: T0 + 50 },
        ],
      }),
    );
    await history.commit(batchAt(T0 + 90, { runs: [{ start: T0 + 80, end: T0 + 90 }] }));
    const starts = async (from: number, to: number) =>
      (await history.runs(T0 + from, T0 + to)).map(({ start }) => start - T0);
    expect(await history.runs(T0, T0 + 30)).toEqual([{ start: T0, end: T0 + 20 }]);
    expect(await starts(-50, 100)).toEqual([0, 40, 80]);
    expect(await starts(20, 41)).toEqual([0, 40]);
    expect(await starts(21, 40)).toEqual([]);
    expect(await starts(45, 46)).toEqual([40]);
    expect(await starts(-50, 0)).toEqual([]);
  });

  test('the run that a crash ended reaches as far as its people were counted', async () => {
    const history = await opened(makeStore);
    const runs = [
      { start: T0, end: T0 + 20 },
      { start: T0 + 40, end: T0 + 50 },
    ];
    await history.commit(batchAt(T0 + 50, { runs, slicesStarted: [started({ slice: 1, attendee: 'ann' })] }));
    await history.endOpenSlices(T0 + 50);
    await history.endOpenSlices(T0 + 51);
    expect(await history.runs(T0, T0 + MINUTE)).toEqual([runs[0], { start: T0 + 40, end: T0 + 51 }]);
  });
}
