import { stat } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { commitBatch } from '../../../storage/sqlite/commit/commit-batch.ts';
import { Database } from '../../../storage/sqlite/database.ts';
import { createSqliteHistory } from '../../../storage/sqlite/history.ts';
import { migrate } from '../../../storage/sqlite/migrate.ts';
import { Writer } from '../../../storage/sqlite/writer.ts';
import { batchAt, engagement, ROOM, started, T0 } from '../history/batches.ts';
import { temporaryFile } from './temporary-file.ts';

async function openDatabase(file: string, busyTimeoutMs = 0): Promise<Database> {
  return Database.open({ file, busyTimeoutMs, cacheKib: 1024 });
}

async function migrated(): Promise<{ file: string; database: Database; writer: Writer }> {
  const file = await temporaryFile();
  const database = await openDatabase(file);
  await migrate(database);
  await database.exec('PRAGMA journal_mode = WAL');
  const writer = new Writer(database);
  onTestFinished(() => writer.close());
  return { file, database, writer };
}

test('transactions run one after the other, also when one waits in the middle', async () => {
  const { writer } = await migrated();
  const steps: string[] = [];
  const transaction = (name: string) =>
    writer.transaction(async (database) => {
      steps.push(`${name} begins`);
      await database.all('SELECT 1');
      await database.all('SELECT 2');
      steps.push(`${name} ends`);
    });
  await Promise.all([transaction('a'), transaction('b')]);
  expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test('a transaction that fails is undone and does not hold up the next', async () => {
  const { writer, database } = await migrated();
  const failing = writer.transaction(async (transaction) => {
    await transaction.all("INSERT INTO actions (name) VALUES ('lost')");
    throw new Error('no');
  });
  const next = writer.transaction((transaction) =>
    transaction.all("INSERT INTO actions (name) VALUES ('kept')"),
  );
  await expect(failing).rejects.toThrow('no');
  await next;
  expect(await database.all('SELECT name FROM actions')).toEqual([{ name: 'kept' }]);
});

test('a full disk loses nothing that was stored, and writing goes on when there is room', async () => {
  const { writer, database } = await migrated();
  await writer.transaction((transaction) => commitBatch(transaction, batchAt(T0)));
  const [size] = await database.all<{ page_count: number }>('PRAGMA page_count');
  await database.all(`PRAGMA max_page_count = ${(size?.page_count ?? 0) + 2}`);
  const engagements = Array.from({ length: 500 }, (_, index) =>
    engagement({ id: `e${index}`, at: T0 + 1, data: { text: 'x'.repeat(1000) } }),
  );
  const large = batchAt(T0 + 1, { engagements });
  const write = () => writer.transaction((transaction) => commitBatch(transaction, large));
  await expect(write()).rejects.toMatchObject({ name: 'DatabaseError', code: 'SQLITE_FULL' });
  expect(await database.all('SELECT time FROM progress')).toEqual([{ time: T0 }]);
  expect(await database.all('SELECT count(*) AS n FROM attendees')).toEqual([{ n: 0 }]);
  await database.all('PRAGMA max_page_count = 1000000');
  await write();
  expect(await database.all('SELECT count(*) AS n FROM engagements')).toEqual([{ n: 500 }]);
});

test('a batch is refused while another process writes for longer than the timeout, and stored afterwards', async () => {
  const file = await temporaryFile();
  const history = createSqliteHistory({ file, busyTimeoutMs: 30 });
  onTestFinished(() => history.close());
  await history.open();
  const other = await openDatabase(file);
  onTestFinished(() => other.close());
  await other.exec('BEGIN IMMEDIATE');
  const batch = batchAt(T0, { slicesStarted: [started({ slice: 1, attendee: 'ann' })] });
  await expect(history.commit(batch)).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  expect(await history.slices({ session: ROOM, limit: 1 })).toEqual([]);
  await other.exec('ROLLBACK');
  await history.commit(batch);
  expect(await history.slices({ session: ROOM, limit: 1 })).toHaveLength(1);
});

test('the file is a write-ahead log with full synchronization while open, and one file once closed', async () => {
  const file = await temporaryFile();
  const history = createSqliteHistory({ file });
  await history.open();
  await history.commit(batchAt(T0));
  const other = await openDatabase(file);
  expect(await other.all('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  expect(await other.all('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
  await other.close();
  expect((await stat(`${file}-wal`)).size).toBeGreaterThan(0);
  await history.close();
  await expect(stat(`${file}-wal`)).rejects.toThrow('ENOENT');
  await expect(stat(`${file}-shm`)).rejects.toThrow('ENOENT');
});

test('a large transaction keeps what it puts aside in files, whatever comes of it', async () => {
  const { writer, database } = await migrated();
  const place = async () => (await database.all<{ temp_store: number }>('PRAGMA temp_store'))[0]?.temp_store;
  let meanwhile: number | undefined;
  const failing = writer.largeTransaction(async () => {
    meanwhile = await place();
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect([meanwhile, await place()]).toEqual([1, 2]);
});
