import type { Queryable } from '../database.ts';
import { DatabaseError } from '../database-error.ts';

/** `ok` when the file is sound, else what is wrong, a line each. Reads the whole file. */
export async function readIntegrity(database: Queryable): Promise<string> {
  try {
    const rows = await database.all<{ integrity_check: string }>('PRAGMA integrity_check');
    return rows.map((row) => row.integrity_check).join('\n');
  } catch (error) {
    // The check itself gives up where the damage is too great to go on.
    if (error instanceof DatabaseError && error.code === 'SQLITE_CORRUPT') return error.message;
    throw error;
  }
}
