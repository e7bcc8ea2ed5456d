import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from './database.ts';
import { DatabaseError } from './database-error.ts';

/** The folder cannot be used, and the message says why. */
export class UnusableFolderError extends Error {
  override readonly name: string = 'UnusableFolderError';
}

/** Another process has the folder. */
export class FolderInUseError extends UnusableFolderError {
  override readonly name = 'FolderInUseError';
}

export interface FolderLock {
  release(): Promise<void>;
}

/** A server that is being replaced may still be writing its last batch. */
const WAIT_MS = 1000;
const FILE = 'lock.db';

async function begin(file: string, waitMs: number): Promise<Database> {
  const database = await Database.open({ file, busyTimeoutMs: waitMs, cacheKib: 64 });
  try {
    await database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnusableFolderError(`the data folder ${folder} cannot be made: ${reason}`, { cause: error });
  }
}

/**
 * Makes the folder and holds it for this process, since two logs in one file would be one broken log. The lock is
 * SQLite's own on a file beside the history: it goes with the process, however that ends.
 * @throws FolderInUseError when another process holds it for longer than `waitMs`; UnusableFolderError when there can be none
 */
export async function lockFolder(folder: string, waitMs = WAIT_MS): Promise<FolderLock> {
  make(folder);
  try {
    const database = await begin(join(folder, FILE), waitMs);
    return { release: () => database.close() };
  } catch (error) {
    if (!(error instanceof DatabaseError) || !error.isFromOutside) throw error;
    if (error.code === 'SQLITE_BUSY')
      throw new FolderInUseError(`the data folder ${folder} is in use by another server`, { cause: error });
    throw new UnusableFolderError(`the data folder ${folder} cannot be used: ${error.message}`, {
      cause: error,
    });
  }
}
