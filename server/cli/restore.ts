import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { backupFile } from '../../storage/sqlite/backup-file.ts';
import { lockFolder, UnusableFolderError } from '../../storage/sqlite/folder-lock.ts';
import { UnusableFileError } from '../../storage/sqlite/migrate.ts';
import { moveAside, removeFile } from '../../storage/sqlite/move-aside.ts';
import { readEnvironment } from '../config.ts';
import { StartError } from '../start-error.ts';
import { readFileArgument, runCommand } from './arguments.ts';

/**
 * `npm run restore -- <file>` puts a backup in place of the history of DATA_DIR, which is kept beside it. The copy is checked
 * from end to end before anything is moved; the server must not run.
 */
async function restore(): Promise<void> {
  const source = readFileArgument('restore');
  if (!existsSync(source)) throw new StartError(`there is no file ${source}`);
  const { dataDir } = readEnvironment();
  const folder = await lockFolder(dataDir).catch(explain);
  const file = join(dataDir, 'headcount.db');
  const copy = `${file}.restore`;
  try {
    await removeFile(copy);
    await backupFile(source, copy).catch(explain);
    const aside = existsSync(file) ? await moveAside(file, 'replaced', new Date()) : null;
    await rename(copy, file);
    process.stdout.write(aside === null ? 'restored\n' : `restored; what was there is ${aside}\n`);
  } finally {
    await removeFile(copy);
    await folder.release();
  }
}

function explain(error: unknown): never {
  const isTheirs = error instanceof UnusableFolderError || error instanceof UnusableFileError;
  throw isTheirs ? new StartError(error.message, { cause: error }) : error;
}

runCommand(restore);
