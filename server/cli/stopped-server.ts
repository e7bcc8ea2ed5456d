import { lockFolder, UnusableFolderError } from '../../storage/sqlite/folder-lock.ts';
import { UnusableFileError } from '../../storage/sqlite/migrate.ts';
import { readEnvironment } from '../config.ts';
import { historyFile } from '../history-file.ts';
import { StartError } from '../start-error.ts';

/** Of a folder or file that cannot be used: one line for the user of a command, not a stack. */
export function explain(error: unknown): never {
  const isTheirs = error instanceof UnusableFolderError || error instanceof UnusableFileError;
  throw isTheirs ? new StartError(error.message, { cause: error }) : error;
}

/**
 * Works on the file of a history that no server may have open meanwhile.
 * @throws StartError when one has, or the data folder cannot be used
 */
export async function whileStopped(work: (file: string) => Promise<void>): Promise<void> {
  const { dataDir } = readEnvironment();
  const folder = await lockFolder(dataDir).catch(explain);
  try {
    await work(historyFile(dataDir));
  } finally {
    await folder.release();
  }
}
