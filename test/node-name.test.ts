import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeName } from '../server/node-name.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

it('stays the same in a data folder, and differs between folders', () => {
  const folder = temporaryFolder();
  const name = nodeName(folder);
  expect(name).toMatch(/^[0-9a-f]{12}$/);
  expect(nodeName(folder)).toBe(name);
  expect(nodeName(temporaryFolder())).not.toBe(name);
});

it('is made anew where a crash left an empty file', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'node'), '');
  const name = nodeName(folder);
  expect(name).not.toBe('');
  expect(nodeName(folder)).toBe(name);
});
