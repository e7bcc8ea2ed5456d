import { Database } from '../../../storage/sqlite/database.ts';

const ROWS_A_STATEMENT = 20_000;

interface Index {
  readonly name: string;
  readonly sql: string;
}

/**
 * A file of record that is being filled: without its indexes, without a write-ahead log and without waiting for the disk,
 * since a file that is not whole is made again.
 */
export class BulkFile {
  readonly #database: Database;
  readonly #indexes: readonly Index[];

  private constructor(database: Database, indexes: readonly Index[]) {
    this.#database = database;
    this.#indexes = indexes;
  }

  /** `tables`: those whose indexes are made at the end. */
  static async open(file: string, tables: readonly string[]): Promise<BulkFile> {
    const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 * 1024 });
    await database.all('PRAGMA journal_mode = OFF');
    await database.exec('PRAGMA synchronous = OFF');
    const indexes = await database.all<Index>(
      `SELECT name, sql FROM sqlite_master
       WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (SELECT value FROM json_each(?1))`,
      [JSON.stringify(tables)],
    );
    for (const { name } of indexes) await database.exec(`DROP INDEX ${name}`);
    return new BulkFile(database, indexes);
  }

  /** Runs a statement over rows that it reads with `jsonb_each(?1)`, some thousands at a time. */
  async insert(sql: string, rows: Iterable<unknown>): Promise<number> {
    let part: unknown[] = [];
    let count = 0;
    const write = async () => {
      count += part.length;
      await this.#database.exec('BEGIN');
      await this.#database.all(sql, [JSON.stringify(part)]);
      await this.#database.exec('COMMIT');
      part = [];
    };
    for (const row of rows) {
      part.push(row);
      if (part.length === ROWS_A_STATEMENT) await write();
    }
    if (part.length > 0) await write();
    return count;
  }

  run(sql: string): Promise<void> {
    return this.#database.exec(sql);
  }

  async close(): Promise<void> {
    for (const { sql } of this.#indexes) await this.#database.exec(sql);
    await this.#database.exec('ANALYZE');
    await this.#database.all('PRAGMA journal_mode = WAL');
    await this.#database.close();
  }
}
