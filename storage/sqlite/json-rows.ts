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

/** What a statement must be able to take back is kept in memory: at worst some pages for each of its rows. */
const ROWS_OF_A_PART = 20_000;

/** The same for statements to which it is all one how their many rows are divided among them; they give none. */
export async function writeInParts(
  database: Queryable,
  sql: string,
  rows: readonly unknown[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_OF_A_PART)
    await writeFromJson(database, sql, rows.slice(from, from + ROWS_OF_A_PART));
}

/** The same for statements that give no rows. */
export async function writeFromJson(
  database: Queryable,
  sql: string,
  rows: readonly unknown[],
): Promise<void> {
  await allFromJson(database, sql, rows);
}
