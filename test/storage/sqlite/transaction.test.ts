import { expect, onTestFinished, test } from 'vitest';
import { Database } from '../../../storage/sqlite/database.ts';
import { Writer } from '../../../storage/sqlite/writer.ts';
import { temporaryFile } from './temporary-file.ts';

async function opened() {
  const database = await Database.open({ file: await temporaryFile(), busyTimeoutMs: 0, cacheKib: 1024 });
  const writer = new Writer(database);
  onTestFinished(() => writer.close());
  await database.exec('CREATE TABLE a (x INTEGER PRIMARY KEY) STRICT; CREATE TABLE b (y INTEGER) STRICT');
  await database.exec('INSERT INTO a VALUES (1)');
  const rows = async () => ({
    a: (await database.all<{ x: number }>('SELECT x FROM a')).map(({ x }) => x),
    b: (await database.all<{ y: number }>('SELECT y FROM b')).map(({ y }) => y),
  });
  return { writer, rows };
}

// As SQLite does it by itself after an I/O error.
const ROLLED_BACK = 'INSERT OR ROLLBACK INTO a VALUES (1)';

test('what waits behind a statement that ends the transaction does not stand by itself', async () => {
  const { writer, rows } = await opened();
  const settled: string[] = [];
  const failing = writer.transaction(async (transaction) => {
    const writes = [
      'INSERT INTO b VALUES (1)',
      ROLLED_BACK,
      'INSERT INTO b VALUES (2)',
      'INSERT INTO a VALUES (2)',
    ];
    const results = await Promise.allSettled(writes.map((sql) => transaction.all(sql)));
    settled.push(...results.map(({ status }) => status));
    await transaction.all('INSERT INTO b VALUES (3)');
  });
  await expect(failing).rejects.toThrow('UNIQUE constraint failed: a.x');
  expect(settled).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
  expect(await rows()).toEqual({ a: [1], b: [] });
});

test('a transaction cannot be kept in which a statement has failed', async () => {
  const { writer, rows } = await opened();
  const failing = writer.transaction(async (transaction) => {
    await transaction.all('INSERT INTO b VALUES (1)');
    await transaction.all('INSERT INTO a VALUES (1)').catch(() => undefined);
  });
  await expect(failing).rejects.toThrow('UNIQUE constraint failed: a.x');
  expect(await rows()).toEqual({ a: [1], b: [] });
});

test('what waits when its caller gives up is not written, and the next transaction is whole', async () => {
  const { writer, rows } = await opened();
  const waiting: Promise<unknown>[] = [];
  const failing = writer.transaction(async (transaction) => {
    waiting.push(...[1, 2, 3].map((y) => transaction.all('INSERT INTO b VALUES (?1)', [y])));
    throw new Error('gives up');
  });
  const next = writer.transaction((transaction) => transaction.all('INSERT INTO b VALUES (9)'));
  await expect(failing).rejects.toThrow('gives up');
  await next;
  expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
  ]);
  expect(await rows()).toEqual({ a: [1], b: [9] });
});
