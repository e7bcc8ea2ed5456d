import { Database } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { expectUsable, UnusableFileError } from './migrate.ts';
import { readIntegrity } from './read/integrity.ts';

const NOT_SOUND: ReadonlySet<string> = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT']);

/**
 * Reads a whole file that came from elsewhere, and changes nothing.
 * @throws UnusableFileError when it is not a sound history that this server can open
 */
export async function checkHistoryFile(file: string): Promise<void> {
  try {
    await check(file);
  } catch (error) {
    throw unsound(error);
  }
}

/** What is to be said of a file that SQLite cannot read; any other error as it is. */
export function unsound(error: unknown): unknown {
  if (!(error instanceof DatabaseError) || !NOT_SOUND.has(error.code)) return error;
  return new UnusableFileError('the file is no sound SQLite database', { cause: error });
}

async function check(file: string): Promise<void> {
  const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 16 * 1024, readOnly: true });
  try {
    await expectUsable(database);
    const integrity = await readIntegrity(database);
    if (integrity !== 'ok') throw new UnusableFileError(`the file is not sound: ${integrity.split('\n')[0]}`);
  } finally {
    await database.close();
  }
}
