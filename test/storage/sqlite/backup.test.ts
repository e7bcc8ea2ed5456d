import { copyFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { checkHistoryFile } from '../../../storage/sqlite/check-file.ts';
import { Database } from '../../../storage/sqlite/database.ts';
import { createSqliteHistory } from '../../../storage/sqlite/history.ts';
import { UnusableFileError } from '../../../storage/sqlite/migrate.ts';
import type { History } from '../../../storage/types.ts';
import { batchAt, engagement, ROOM, T0 } from '../history/batches.ts';
import { temporaryFile } from './temporary-file.ts';

async function openHistory(file: string): Promise<History> {
  const history = createSqliteHistory({ file });
  onTestFinished(() => history.close());
  await history.open();
  return history;
}

/** Large enough that the copy takes a while. */
async function written(): Promise<History> {
  const history = await openHistory(await temporaryFile());
  const engagements = Array.from({ length: 20_000 }, (_, index) =>
    engagement({ id: `e${index}`, at: T0, data: { text: 'x'.repeat(500) } }),
  );
  await history.commit(batchAt(T0, { engagements }));
  return history;
}

async function copied(): Promise<string> {
  const copy = await temporaryFile();
  await (await written()).backup(copy);
  return copy;
}

test('a backup is one sound file with all that was committed, and batches are written meanwhile', async () => {
  const history = await written();
  const copy = await temporaryFile();
  let isDone = false;
  const done = history.backup(copy).then(() => {
    isDone = true;
  });
  let meanwhile = 0;
  for (let time = T0 + 1; !isDone; time++) {
    await history.commit(batchAt(time));
    if (!isDone) meanwhile = time;
  }
  await done;
  expect(meanwhile).toBeGreaterThan(T0);
  await expect(stat(`${copy}-wal`)).rejects.toThrow('ENOENT');
  await expect(checkHistoryFile(copy)).resolves.toBeUndefined();
  const other = await openHistory(copy);
  expect((await other.engagementTotals({ session: ROOM }))[0]?.count).toBe(20_000);
});

test('a backup never replaces a file', async () => {
  const history = await openHistory(await temporaryFile());
  const copy = await temporaryFile();
  await writeFile(copy, 'theirs');
  await expect(history.backup(copy)).rejects.toThrow();
  expect(await readFile(copy, 'utf8')).toBe('theirs');
});

test('a closed history makes no backup', async () => {
  const history = await openHistory(await temporaryFile());
  await history.close();
  await expect(history.backup(await temporaryFile())).rejects.toThrow('closed');
});

test('a check refuses what is cut off, overwritten, of something else or of the future, and leaves it alone', async () => {
  const sound = await copied();
  const spoiled = async (spoil: (file: string) => Promise<void>) => {
    const file = await temporaryFile();
    await copyFile(sound, file);
    await spoil(file);
    const before = await readFile(file);
    await expect(checkHistoryFile(file)).rejects.toThrow(UnusableFileError);
    expect((await readFile(file)).equals(before)).toBe(true);
  };
  const { size } = await stat(sound);
  await spoiled((file) => truncate(file, size - 4096));
  await spoiled((file) => truncate(file, 0));
  await spoiled((file) => writeFile(file, 'x'.repeat(8192)));
  await spoiled(async (file) => {
    const bytes = await readFile(file);
    await writeFile(file, bytes.fill(0xa5, size / 2, size / 2 + 8192));
  });
  const pragma = (text: string) => async (file: string) => {
    const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 64 });
    await database.exec(text);
    await database.close();
  };
  await spoiled(pragma('PRAGMA user_version = 99'));
  await spoiled(pragma('PRAGMA application_id = 7'));
});
