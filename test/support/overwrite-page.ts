import { readFile, writeFile } from 'node:fs/promises';
import { Database } from '../../storage/sqlite/database.ts';

const PAGE_BYTES = 4096;

/** Fills the first page of an index that no start reads, in a file that nobody has open. */
export async function overwritePage(file: string): Promise<void> {
  const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 });
  const [row] = await database.all<{ rootpage: number }>(
    "SELECT rootpage FROM sqlite_schema WHERE name = 'registrations_of_attendee'",
  );
  await database.close();
  if (row === undefined) throw new Error('there is no such index');
  const bytes = await readFile(file);
  bytes.fill(0xa5, (row.rootpage - 1) * PAGE_BYTES, row.rootpage * PAGE_BYTES);
  await writeFile(file, bytes);
}
