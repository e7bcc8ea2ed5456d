import { readFile, truncate, writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Database } from '../../../storage/sqlite/database.ts';
import { createSqliteHistory } from '../../../storage/sqlite/history.ts';
import { UnusableFileError } from '../../../storage/sqlite/migrate.ts';
import { batchAt, catalogue, started, T0 } from '../history/batches.ts';
import { temporaryFile } from './temporary-file.ts';

function openAt(file: string) {
  const history = createSqliteHistory({ file, busyTimeoutMs: 20 });
  onTestFinished(() => history.close());
  return history.open();
}

async function writtenFile(): Promise<string> {
  const file = await temporaryFile();
  const history = createSqliteHistory({ file });
  await history.open();
  const slicesStarted = Array.from({ length: 500 }, (_, index) =>
    started({ slice: index + 1, attendee: `a${index}` }),
  );
  await history.commit(batchAt(T0, { ...catalogue(), slicesStarted }));
  await history.close();
  return file;
}

test('a file that is no database is refused by name, and left alone', async () => {
  const file = await temporaryFile('notes.txt');
  const text = 'not a database '.repeat(100);
  await writeFile(file, text);
  await expect(openAt(file)).rejects.toThrow(UnusableFileError);
  await expect(openAt(file)).rejects.toThrow(`${file} is not an SQLite database`);
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('a file of the future is refused by name, and left alone', async () => {
  const file = await writtenFile();
  const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
  await database.exec('PRAGMA journal_mode = DELETE; PRAGMA user_version = 77');
  await database.close();
  const before = await readFile(file);
  await expect(openAt(file)).rejects.toThrow(/history\.db.*schema version 77.*versions up to \d/s);
  expect((await readFile(file)).equals(before)).toBe(true);
});

test('an empty file becomes a new history', async () => {
  const file = await temporaryFile();
  await writeFile(file, '');
  expect((await openAt(file)).position).toBeNull();
});

test('a file in a folder that does not exist cannot be opened, and the error names it', async () => {
  const file = `${await temporaryFile()}/missing/history.db`;
  await expect(openAt(file)).rejects.toMatchObject({
    name: 'DatabaseError',
    code: 'SQLITE_CANTOPEN',
    message: expect.stringContaining(file),
    cause: expect.any(Error),
  });
});

test('a file that was cut short is refused as corrupt', async () => {
  const file = await writtenFile();
  await truncate(file, 5 * 4096);
  await expect(openAt(file)).rejects.toMatchObject({ code: 'SQLITE_CORRUPT' });
});

test('a file whose pages were overwritten does not pass the integrity check', async () => {
  const file = await writtenFile();
  const bytes = await readFile(file);
  bytes.fill(0xa5, bytes.length - 3 * 4096);
  await writeFile(file, bytes);
  const history = createSqliteHistory({ file });
  onTestFinished(() => history.close());
  await history.open();
  expect(await history.integrity()).not.toBe('ok');
});

test('a file that another process holds is busy, and can be opened when it is free', async () => {
  const file = await temporaryFile();
  const other = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
  await other.exec('BEGIN EXCLUSIVE');
  await expect(openAt(file)).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  await other.exec('ROLLBACK');
  await other.close();
  expect((await openAt(file)).position).toBeNull();
});
