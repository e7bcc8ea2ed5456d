import { checkHistoryFile, unsound } from './check-file.ts';
import { Database } from './database.ts';

const BUSY_MS = 5000;
const CACHE_KIB = 16 * 1024;

/**
 * Copies a history as it is at one moment into a new file, whole by itself, and reads that from end to end. Another process may
 * be writing the history meanwhile.
 * @throws UnusableFileError when it is no sound history of ours
 */
export async function backupFile(file: string, toFile: string): Promise<void> {
  await copy(file, toFile).catch((error: unknown) => {
    throw unsound(error);
  });
  await checkHistoryFile(toFile);
}

async function copy(file: string, toFile: string): Promise<void> {
  const database = await Database.open({ file, busyTimeoutMs: BUSY_MS, cacheKib: CACHE_KIB });
  try {
    await database.all('VACUUM INTO ?1', [toFile]);
  } finally {
    await database.close();
  }
}
