import { expect, it } from 'vitest';
import { NightlyCheck } from '../../server/check/nightly-check.ts';
import { Database } from '../../storage/sqlite/database.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { join, openCore, tempFile } from '../recorder/core.ts';
import { overwritePage } from '../support/overwrite-page.ts';

const DAY_MS = 86_400_000;
const NIGHT = Date.UTC(2026, 0, 2, 3);

type Fault = (file: string) => Promise<void>;

const noFault: Fault = async () => {};

const changed =
  (sql: string): Fault =>
  async (file) => {
    const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
    await database.all(sql);
    await database.close();
  };

async function checkedAfter(fault: Fault, isLeader: boolean) {
  const file = tempFile();
  const core = await openCore(file);
  core.submit(join(1, 'ann'));
  await core.pass(5000);
  await core.close();
  await fault(file);
  const history = createSqliteHistory({ file });
  const { time } = await history.open();
  const through = time ?? 0;
  const found: number[] = [];
  const damage: string[] = [];
  const nightly = new NightlyCheck({
    ...{ history, live: core.live, dataThrough: () => through, isRunning: false },
    isLeader: () => isLeader,
    onDifferences: (scope) => found.push(scope),
    onDamage: (integrity) => damage.push(integrity),
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
  return { checked: first !== null, differences: nightly.differences, scopes: found.length, damage };
}

it('runs once a night on the node that leads, and counts what differs', async () => {
  expect(await checkedAfter(noFault, true)).toEqual({
    checked: true,
    differences: 0,
    scopes: 0,
    damage: [],
  });
  const wrong = await checkedAfter(changed('UPDATE uniques SET count = count + 1'), true);
  expect(wrong).toMatchObject({ checked: true, scopes: 2 });
  expect(wrong.differences).toBe(2);
  expect((await checkedAfter(noFault, false)).checked).toBe(false);
});

it('finds on every node that its own file is damaged', async () => {
  const { damage, checked } = await checkedAfter(overwritePage, false);
  expect(damage).toHaveLength(1);
  expect(checked).toBe(false);
});
