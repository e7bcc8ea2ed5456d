import { Database } from './database.ts';
import { expectUsable } from './migrate.ts';

const BUSY_MS = 1000;
const CACHE_KIB = 1024;

/** Log time up to which a history is written, ms since 1970; null when nothing is. Another process may be writing it.
 * @throws UnusableFileError when it is no history, or one of a version of the future
 */
export async function lastTimeIn(file: string): Promise<number | null> {
  const database = await Database.open({
    file,
    busyTimeoutMs: BUSY_MS,
    cacheKib: CACHE_KIB,
    readOnly: true,
  });
  try {
    await expectUsable(database);
    const [progress] = await database.all<{ time: number | null }>('SELECT time FROM progress');
    return progress?.time ?? null;
  } finally {
    await database.close();
  }
}
