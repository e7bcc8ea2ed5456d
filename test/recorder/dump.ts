import { Database } from '../../storage/sqlite/database.ts';

/** Everything in a file, table by table. */
export async function dump(file: string): Promise<Record<string, unknown[]>> {
  const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024, readOnly: true });
  const tables = await database.all<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
  );
  const contents: Record<string, unknown[]> = {};
  for (const { name } of tables) contents[name] = await database.all(`SELECT * FROM ${name}`);
  await database.close();
  return contents;
}
