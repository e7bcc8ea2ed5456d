import { expect, onTestFinished, test } from 'vitest';
import type { SliceVisibility } from '../../../server/live/effects.ts';
import { Database } from '../../../storage/sqlite/database.ts';
import { createSqliteHistory } from '../../../storage/sqlite/history.ts';
import { batchAt, ended, started, T0 } from '../history/batches.ts';
import { temporaryFile } from './temporary-file.ts';

async function historyWithSlices() {
  const file = await temporaryFile();
  const history = createSqliteHistory({ file });
  await history.open();
  const reader = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024, readOnly: true });
  onTestFinished(async () => {
    await reader.close();
    await history.close();
  });
  const slicesStarted = [started({ slice: 1, attendee: 'ann' }), started({ slice: 2, attendee: 'bob' })];
  await history.commit(batchAt(T0, { slicesStarted }));
  const visibility = async (slice: number) => {
    const rows = await reader.all<{ state: string; start: number; end: number | null }>(
      'SELECT state, start_at AS start, end_at AS end FROM visibility WHERE slice = ?1 ORDER BY start_at',
      [slice],
    );
    return rows.map(({ state, start, end }) => `${state} ${start - T0}-${end === null ? '' : end - T0}`);
  };
  return { history, reader, visibility };
}

const became = (slice: number, state: SliceVisibility['state'], at: number): SliceVisibility => ({
  kind: 'sliceVisibility',
  slice,
  state,
  at: T0 + at,
});

test('a new state closes the span before, in the same batch and in a later one', async () => {
  const { history, visibility } = await historyWithSlices();
  await history.commit(
    batchAt(T0 + 10, { visibility: [became(1, 'hidden', 2), became(2, 'idle', 3), became(1, 'active', 5)] }),
  );
  await history.commit(batchAt(T0 + 20, { visibility: [became(1, 'idle', 15)] }));
  expect(await visibility(1)).toEqual(['hidden 2-5', 'active 5-15', 'idle 15-']);
  expect(await visibility(2)).toEqual(['idle 3-']);
});

test('of two states at one instant the last holds', async () => {
  const { history, visibility } = await historyWithSlices();
  await history.commit(batchAt(T0 + 1, { visibility: [became(1, 'idle', 1), became(1, 'hidden', 1)] }));
  expect(await visibility(1)).toEqual(['hidden 1-']);
  await history.commit(batchAt(T0 + 2, { visibility: [became(1, 'active', 1)] }));
  expect(await visibility(1)).toEqual(['active 1-']);
});

test('the end of a slice closes its last span, but never before the span began', async () => {
  const { history, visibility } = await historyWithSlices();
  await history.commit(
    batchAt(T0 + 10, {
      visibility: [became(1, 'hidden', 2), became(2, 'idle', 6)],
      slicesEnded: [
        ended({ slice: 1, attendee: 'ann', end: T0 + 5 }),
        ended({ slice: 2, attendee: 'bob', end: T0 + 4, countedUntil: T0 + 9 }),
      ],
    }),
  );
  expect(await visibility(1)).toEqual(['hidden 2-5']);
  expect(await visibility(2)).toEqual(['idle 6-6']);
});

test('a crash closes the spans of the slices that it ends', async () => {
  const { history, visibility } = await historyWithSlices();
  await history.commit(batchAt(T0 + 10, { visibility: [became(1, 'hidden', 2), became(2, 'idle', 9)] }));
  await history.endOpenSlices(T0 + 8);
  expect(await visibility(1)).toEqual(['hidden 2-8']);
  expect(await visibility(2)).toEqual(['idle 9-9']);
});

test('the parts played are kept in order of playing', async () => {
  const { history, reader } = await historyWithSlices();
  const played = (spans: (readonly [number, number])[]) => ({
    kind: 'slicePlayed' as const,
    slice: 1,
    advanceMs: 1,
    spans,
  });
  await history.commit(
    batchAt(T0 + 1, {
      slicesPlayed: [
        played([
          [500, 900],
          [0, 100.4],
        ]),
        played([]),
      ],
    }),
  );
  await history.commit(batchAt(T0 + 2, { slicesPlayed: [played([[0, 100]])] }));
  expect(
    await reader.all('SELECT from_ms AS a, to_ms AS b FROM played WHERE slice = 1 ORDER BY key'),
  ).toEqual([
    { a: 500, b: 900 },
    { a: 0, b: 100 },
    { a: 0, b: 100 },
  ]);
});
