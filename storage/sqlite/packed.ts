import type { Parameter, Queryable } from './database.ts';

/** Rows of several columns cost the main thread more to take over one by one than SQLite's thread to read. */
export interface Packed<Row> {
  readonly sql: string;
  readonly rowOf: (cells: never) => Row;
}

type Names<Cells> = { readonly [Place in keyof Cells]: string };

/**
 * A statement whose rows come as one JSON text, each as a list of its columns: with their names it would be twice as long, and take
 * twice as long to parse. It keeps the order of the rows: SQLite leaves out the ORDER BY of a subquery only below aggregates to which
 * order means nothing (its documentation, "the query planner", omit ORDER BY on a subquery). `columns` of `sql`, as `rowOf` takes them.
 */
export function packed<Cells extends readonly unknown[], Row>(
  columns: Names<Cells>,
  sql: string,
  rowOf: (cells: Cells) => Row,
): Packed<Row> {
  const cells = columns.map((name) => `[${name}]`).join(', ');
  return { sql: `SELECT json_group_array(json_array(${cells})) AS rows FROM (${sql}\n)`, rowOf };
}

export async function allPacked<Row>(
  database: Queryable,
  { sql, rowOf }: Packed<Row>,
  params: readonly Parameter[],
): Promise<Row[]> {
  const [found] = await database.all<{ readonly rows: string }>(sql, params);
  return (JSON.parse(found?.rows ?? '[]') as never[]).map(rowOf);
}
