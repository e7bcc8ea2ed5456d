import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ErasuresFile } from '../../server/erasure/erasures-file.ts';
import { StartError } from '../../server/start-error.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const erasure = (hash: string, at: number, salt = 's') => ({ tenant: 'acme', salt, hash, at });
const linesOf = (folder: string) =>
  readFileSync(join(folder, 'erasures.ndjson'), 'utf8').split('\n').slice(0, -1);

test('keeps what was added, the last of each person', () => {
  const folder = temporaryFolder();
  const file = new ErasuresFile(folder);
  file.add([erasure('a', 1), erasure('b', 1)]);
  file.add([erasure('a', 5), erasure('b', 1), erasure('a', 2, 'other')]);
  const kept = [erasure('a', 5), erasure('b', 1), erasure('a', 2, 'other')];
  expect(file.list()).toEqual(kept);
  expect(linesOf(folder)).toHaveLength(4);
  expect(new ErasuresFile(folder).list()).toEqual(kept);
  expect(linesOf(folder)).toHaveLength(3);
});

test('leaves out a line that a crash has torn, and goes on after it', () => {
  const folder = temporaryFolder();
  new ErasuresFile(folder).add([erasure('a', 1)]);
  appendFileSync(join(folder, 'erasures.ndjson'), '{"tenant":"ac');
  new ErasuresFile(folder).add([erasure('b', 1)]);
  expect(new ErasuresFile(folder).list()).toEqual([erasure('a', 1), erasure('b', 1)]);
});

test('does not start over lines that it cannot read', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'erasures.ndjson'), '{"tenant":"acme"}\n');
  expect(() => new ErasuresFile(folder)).toThrow(StartError);
  expect(() => new ErasuresFile(folder)).toThrow('line 1');
});
