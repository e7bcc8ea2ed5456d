import { join } from 'node:path';
import { lockFolder, UnusableFolderError } from '../../storage/sqlite/folder-lock.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { UnusableFileError } from '../../storage/sqlite/migrate.ts';
import { readEnvironment } from '../config.ts';
import { rebuild } from '../recorder/rebuild.ts';
import { StartError } from '../start-error.ts';
import { runCommand } from './arguments.ts';

/** `npm run rebuild` counts all figures anew from what is stored of presence and engagement. The server must be stopped. */
async function rebuildFile(): Promise<void> {
  const { dataDir } = readEnvironment();
  const folder = await lockFolder(dataDir).catch(explain);
  const history = createSqliteHistory({ file: join(dataDir, 'headcount.db') });
  try {
    const restored = await history.open().catch(explain);
    const differences = await rebuild(history, restored);
    const lines = differences.map(({ table, rows }) => `${table}: ${rows} rows were not as they must be\n`);
    process.stdout.write(lines.length === 0 ? 'everything was as it must be\n' : lines.join(''));
  } finally {
    await history.close();
    await folder.release();
  }
}

function explain(error: unknown): never {
  const isTheirs = error instanceof UnusableFolderError || error instanceof UnusableFileError;
  throw isTheirs ? new StartError(error.message, { cause: error }) : error;
}

runCommand(rebuildFile);
