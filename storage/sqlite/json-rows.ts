import type { Queryable } from './database.ts';

/**
 * Runs a statement whose first parameter is a list of rows as one JSON text, which it reads with `jsonb_each(?1)`
 * (`jsonb_`: the elements need not be written out and parsed again for each column). So a thousand rows are one
 * crossing to the thread pool, and all that the main thread does is `JSON.stringify`. Without rows nothing is run.
 */
export async function allFromJson<Row>(
  database: Queryable,
  sql: string,
  rows: readonly unknown[],
): Promise<Row[]> {
  return rows.length === 0 ? [] : database.all<Row>(sql, [JSON.stringify(rows)]);
}

/** The same for statements that give no rows. */
export async function writeFromJson(
  database: Queryable,
  sql: string,
  rows: readonly unknown[],
): Promise<void> {
  await allFromJson(database, sql, rows);
}
