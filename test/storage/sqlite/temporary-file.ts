import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Path of a file in a folder of its own, both gone after the test. */
export async function temporaryFile(name = 'history.db'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'headcount-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, name);
}
