import type { Parameter, Queryable } from './database.ts';

/** Rows of several columns cost the main thread more to take over one by one than SQLite's thread to read. */
export interface Packed<Row> {
  readonly sql: string;
  /** Nothing at run time: it ties the statement to the shape of its rows. */
  readonly row?: Row;
}

/**
 * A statement whose rows come as one JSON text. It keeps their order: SQLite leaves out the ORDER BY of a subquery only below
 * aggregates to which order means nothing (its documentation, "the query planner", omit ORDER BY on a subquery).
 */
export function packed<Row>(columns: readonly (keyof Row & string)[], sql: string): Packed<Row> {
  const members = columns.map((name) => `'${name}', [${name}]`);
  return { sql: `SELECT json_group_array(json_object(${members.join(', ')})) AS rows FROM (${sql}\n)` };
}

export async function allPacked<Row>(
  database: Queryable,
  { sql }: Packed<Row>,
  params: readonly Parameter[],
): Promise<Row[]> {
  const [found] = await database.all<{ readonly rows: string }>(sql, params);
  return JSON.parse(found?.rows ?? '[]') as Row[];
}
