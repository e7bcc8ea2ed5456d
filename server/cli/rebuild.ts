import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { rebuild } from '../recorder/rebuild.ts';
import { explainUnusable } from '../unusable-data.ts';
import { runCommand } from './arguments.ts';
import { whileStopped } from './stopped-server.ts';

/** `npm run rebuild` counts all figures anew from what is stored of presence and engagement. The server must be stopped. */
async function rebuildFile(file: string): Promise<void> {
  const history = createSqliteHistory({ file });
  try {
    const restored = await history.open().catch(explainUnusable);
    const differences = await rebuild(history, restored);
    const lines = differences.map(({ table, rows }) => `${table}: ${rows} rows were not as they must be\n`);
    process.stdout.write(lines.length === 0 ? 'everything was as it must be\n' : lines.join(''));
  } finally {
    await history.close();
  }
}

runCommand(() => whileStopped(rebuildFile));
