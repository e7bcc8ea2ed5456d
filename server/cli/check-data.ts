import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { checkScope } from '../check/check-scope.ts';
import { Live } from '../live/live.ts';
import { explainUnusable } from '../unusable-data.ts';
import { runCommand } from './arguments.ts';
import { whileStopped } from './stopped-server.ts';

/** `npm run check:data` reads the whole file of a stopped server, and compares all figures in it with what its slices and engagements give. */
async function checkData(file: string): Promise<void> {
  const history = createSqliteHistory({ file });
  try {
    const restored = await history.open().catch(explainUnusable);
    const integrity = await history.integrity();
    if (integrity !== 'ok') {
      process.stdout.write(`the file is not sound: ${integrity}\n`);
      process.exitCode = 1;
      return;
    }
    const live = new Live({ ...restored });
    const through = restored.time ?? 0;
    const [first] = await history.runs(0, Number.MAX_SAFE_INTEGER);
    const parts = { history, live, dataThrough: () => through, isRunning: false };
    let count = 0;
    for (const [key, { kind }] of live.registry.scopes) {
      const [imported] = await history.backfilled({ scope: key, from: 0, to: through });
      const from = Math.min(first?.start ?? through, imported?.from ?? through);
      const result = await checkScope(parts, key, { from, to: through });
      count += result.count;
      const id = live.registry.byKey(key)?.row.id;
      if (result.leftOut.length > 0)
        process.stdout.write(`${kind}:${id}: not all could be compared (${result.leftOut.join(', ')})\n`);
      for (const { figure, at, expected, found } of result.differences) {
        const when = at === null ? '' : ` ${new Date(at).toISOString()}`;
        process.stdout.write(`${kind}:${id}${when} ${figure}: ${found}, but must be ${expected}\n`);
      }
    }
    process.stdout.write(count === 0 ? 'no differences\n' : `${count} differences\n`);
    if (count > 0) process.exitCode = 1;
  } finally {
    await history.close();
  }
}

runCommand(() => whileStopped(checkData));
