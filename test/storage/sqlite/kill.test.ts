import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createSqliteHistory } from '../../../storage/sqlite/history.ts';
import { ROOM, T0 } from '../history/batches.ts';
import { temporaryFile } from './temporary-file.ts';
import { ROWS } from './writing-process.ts';

const SCRIPT = fileURLToPath(new URL('writing-process.ts', import.meta.url));

/** Lets a process write and kills it without warning after some batches; gives the last that it said was stored. */
async function writeAndKill(file: string, batches: number): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let last = 0;
  let lines = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (++lines === batches) child.kill('SIGKILL');
  }
  const [, signal] = await exited;
  expect(signal).toBe('SIGKILL');
  return last;
}

test('whatever instant a process is killed at, whole batches are there, and all that were acknowledged', async () => {
  const file = await temporaryFile();
  for (const batches of [1, 13, 30]) {
    const acknowledged = await writeAndKill(file, batches);
    const history = createSqliteHistory({ file });
    const restored = await history.open();
    const stored = (restored.time ?? T0) - T0;
    expect(stored).toBeGreaterThanOrEqual(acknowledged);
    expect(await history.integrity()).toBe('ok');
    const total = { action: 'chat.message', count: stored * ROWS };
    expect(await history.engagementTotals({ session: ROOM })).toEqual([total]);
    expect(restored.engagementCounts).toEqual([{ scope: ROOM, day: 0, ...total }]);
    expect(restored.uniques).toEqual([{ scope: ROOM, day: 0, count: stored }]);
    await history.close();
  }
});
