import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FolderInUseError, lockFolder } from '../../../storage/sqlite/folder-lock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

it('a folder that is held is refused, and free again after release', async () => {
  const folder = temporaryFolder();
  const held = await lockFolder(folder);
  await expect(lockFolder(folder, 1)).rejects.toThrow(FolderInUseError);
  await held.release();
  const again = await lockFolder(folder, 1);
  await again.release();
});

it('a folder that does not exist is made', async () => {
  const folder = join(temporaryFolder(), 'a', 'b');
  const held = await lockFolder(folder);
  expect(existsSync(folder)).toBe(true);
  await held.release();
});

it('folders do not stand in each other’s way', async () => {
  const one = await lockFolder(temporaryFolder(), 1);
  const other = await lockFolder(temporaryFolder(), 1);
  await one.release();
  await other.release();
});
