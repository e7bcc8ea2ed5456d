import sqlite3 from 'sqlite3';

const SCHEMA = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS rows (key INTEGER PRIMARY KEY, id TEXT UNIQUE, data TEXT) STRICT;`;

const INSERT = `INSERT INTO rows (id, data) SELECT value ->> 'id', value -> 'data' FROM json_each(?1)`;

export interface PlainTable {
  /** Rows whose ids are `name` and a number from `from` on, in one transaction. */
  insert(name: string, from: number, count: number): Promise<void>;
  close(): Promise<void>;
}

/** One table of ids and JSON with the durability of the real file: what the disk and SQLite give at best. */
export async function openPlainTable(file: string): Promise<PlainTable> {
  const connection = new sqlite3.Database(file);
  const run = (start: (done: (error: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
  await run((done) => connection.exec(SCHEMA, done));
  return {
    insert: (name, from, count) => {
      const data = { text: 'Could you say more about that last point?' };
      const rows = Array.from({ length: count }, (_, index) => ({ id: `${name}-${from + index}`, data }));
      return run((done) => connection.run(INSERT, [JSON.stringify(rows)], done));
    },
    close: () => run((done) => connection.close(done)),
  };
}
