import { join } from 'node:path';
import { Database } from '../../storage/sqlite/database.ts';

/** The file of a history through the same driver, without the server. */
export function openRaw(folder: string): Promise<Database> {
  return Database.open({
    file: join(folder, 'headcount.db'),
    busyTimeoutMs: 5000,
    cacheKib: 16 * 1024,
    readOnly: true,
  });
}
