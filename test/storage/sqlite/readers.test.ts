import { expect, onTestFinished, test } from 'vitest';
import { Database } from '../../../storage/sqlite/database.ts';
import { Readers } from '../../../storage/sqlite/readers.ts';
import { temporaryFile } from './temporary-file.ts';

async function readers(count: number) {
  const file = await temporaryFile();
  const writer = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
  await writer.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (x INTEGER) STRICT; INSERT INTO t VALUES (1)');
  const open = () => Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024, readOnly: true });
  const pool = new Readers(await Promise.all(Array.from({ length: count }, open)));
  onTestFinished(async () => {
    await pool.close();
    await writer.close();
  });
  return { pool, writer };
}

const LONG = `
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
SELECT count(*) AS count FROM n`;

test('a short question overtakes a long one when there is another connection', async () => {
  const { pool } = await readers(2);
  const order: string[] = [];
  const long = pool.all(LONG).then(() => order.push('long'));
  const short = pool.all('SELECT x FROM t').then(() => order.push('short'));
  await Promise.all([long, short]);
  expect(order).toEqual(['short', 'long']);
});

test('more questions than connections are all answered', async () => {
  const { pool } = await readers(2);
  const answers = await Promise.all(
    Array.from({ length: 9 }, (_, n) => pool.all('SELECT x + ?1 AS y FROM t', [n])),
  );
  expect(answers.flat()).toEqual(Array.from({ length: 9 }, (_, n) => ({ y: n + 1 })));
});

test('a question that fails frees its connection', async () => {
  const { pool } = await readers(1);
  await expect(pool.all('SELECT missing FROM t')).rejects.toThrow('no such column: missing');
  await expect(pool.all('SELECT missing FROM t')).rejects.toThrow('no such column: missing');
  expect(await pool.all('SELECT x FROM t')).toEqual([{ x: 1 }]);
});

test('a reader cannot write', async () => {
  const { pool } = await readers(1);
  await expect(pool.all('INSERT INTO t VALUES (2)')).rejects.toMatchObject({ code: 'SQLITE_READONLY' });
});

test('a reader sees what was committed, not what is being written', async () => {
  const { pool, writer } = await readers(1);
  await writer.exec('BEGIN IMMEDIATE; INSERT INTO t VALUES (2)');
  expect(await pool.all('SELECT x FROM t')).toEqual([{ x: 1 }]);
  await writer.exec('COMMIT');
  expect(await pool.all('SELECT x FROM t ORDER BY x')).toEqual([{ x: 1 }, { x: 2 }]);
});
