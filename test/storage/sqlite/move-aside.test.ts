import { existsSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createSqliteHistory } from '../../../storage/sqlite/history.ts';
import { isDamaged, moveAside } from '../../../storage/sqlite/move-aside.ts';
import { batchAt, catalogue, T0 } from '../history/batches.ts';
import { temporaryFile } from './temporary-file.ts';

async function writtenFile(): Promise<string> {
  const file = await temporaryFile();
  const history = createSqliteHistory({ file });
  await history.open();
  await history.commit(batchAt(T0, catalogue()));
  await history.close();
  return file;
}

/** Why a history cannot be opened. */
async function failure(file: string): Promise<unknown> {
  const history = createSqliteHistory({ file, busyTimeoutMs: 0 });
  return history
    .open()
    .then(
      () => null,
      (error: unknown) => error,
    )
    .finally(() => history.close());
}

test.each([
  ['its header', 0, 16],
  ['its first page', 100, 3996],
])('a history of ours with %s overwritten is damaged', async (_, from, bytes) => {
  const file = await writtenFile();
  writeSync(openSync(file, 'r+'), Buffer.alloc(bytes, 0xa5), 0, bytes, from);
  expect(await isDamaged(await failure(file), file)).toBe(true);
});

test('what is not ours, of the future or in use is not damaged', async () => {
  const letter = await temporaryFile('letter.txt');
  writeFileSync(letter, 'a letter to grandmother '.repeat(9));
  expect(await isDamaged(await failure(letter), letter)).toBe(false);
  const missing = `${letter}/none/history.db`;
  expect(await isDamaged(await failure(missing), missing)).toBe(false);
  expect(await isDamaged(new Error('something else'), letter)).toBe(false);
});

test('a file is moved aside with what SQLite keeps beside it, and nothing is lost', async () => {
  const file = await writtenFile();
  const before = readFileSync(file);
  writeFileSync(`${file}-wal`, 'log');
  const aside = await moveAside(file, 'corrupt', new Date('2026-05-04T01:02:03.004Z'));
  expect(aside).toBe(`${file}.corrupt-2026-05-04T010203.004Z`);
  expect(readFileSync(aside).equals(before)).toBe(true);
  expect(readFileSync(`${aside}-wal`, 'utf8')).toBe('log');
  expect([file, `${file}-wal`].filter((path) => existsSync(path))).toEqual([]);
});
