import { expect, it } from 'vitest';
import { NightlyCheck } from '../../server/check/nightly-check.ts';
import { Database } from '../../storage/sqlite/database.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { join, openCore, tempFile } from '../recorder/core.ts';

const DAY_MS = 86_400_000;
const NIGHT = Date.UTC(2026, 0, 2, 3);

async function checkedAfter(fault: string | null, isLeader: boolean) {
  const file = tempFile();
  const core = await openCore(file);
  core.submit(join(1, 'ann'));
  await core.pass(5000);
  await core.close();
  if (fault !== null) {
    const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
    await database.all(fault);
    await database.close();
  }
  const history = createSqliteHistory({ file });
  const { time } = await history.open();
  const through = time ?? 0;
  const found: number[] = [];
  const nightly = new NightlyCheck({
    ...{ history, live: core.live, dataThrough: () => through, isRunning: false },
    isLeader: () => isLeader,
    onDifferences: (scope) => found.push(scope),
    onError: (error) => {
      throw error;
    },
  });
  nightly.committed({ time: NIGHT - 1 });
  await nightly.settled();
  expect(nightly.checkedAt).toBeNull();
  nightly.committed({ time: NIGHT });
  await nightly.settled();
  const first = nightly.checkedAt;
  nightly.committed({ time: NIGHT + DAY_MS - 1 });
  await nightly.close();
  await history.close();
  return { checked: first !== null, differences: nightly.differences, scopes: found.length };
}

it('runs once a night on the node that leads, and counts what differs', async () => {
  expect(await checkedAfter(null, true)).toEqual({ checked: true, differences: 0, scopes: 0 });
  const wrong = await checkedAfter('UPDATE uniques SET count = count + 1', true);
  expect(wrong).toMatchObject({ checked: true, scopes: 2 });
  expect(wrong.differences).toBe(2);
  expect((await checkedAfter(null, false)).checked).toBe(false);
});
