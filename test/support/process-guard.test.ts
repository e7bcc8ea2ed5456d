import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SOON } from './soon.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Starts what never ends, under guard, and says so. */
const CRASHING = `
import { spawn } from 'node:child_process';
import { guard } from ${JSON.stringify(join(import.meta.dirname, 'process-guard.ts'))};
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: ['ignore', 'inherit', 'ignore'] });
guard(child, process.argv[1]);
console.log('guarded');
`;

it('ends a process and removes its folder when the one that started it is killed', async () => {
  const folder = temporaryFolder();
  const args = ['--import', 'tsx', '--input-type=module', '-e', CRASHING, folder];
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(parent.stdout, 'data');
  // Both have the same standard output: it closes with the last of them.
  const closed = once(parent, 'close');
  parent.kill('SIGKILL');
  await closed;
  await expect.poll(() => existsSync(folder), SOON).toBe(false);
});
