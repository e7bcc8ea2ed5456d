import { UnusableFolderError } from '../storage/sqlite/folder-lock.ts';
import { UnusableFileError } from '../storage/sqlite/migrate.ts';
import { StartError } from './start-error.ts';

/** Throws a folder or a file that cannot be used as one line for whoever started, and everything else as it is. */
export function explainUnusable(error: unknown): never {
  const isTheirs = error instanceof UnusableFolderError || error instanceof UnusableFileError;
  throw isTheirs ? new StartError(error.message, { cause: error }) : error;
}
