import { WriteBehind } from '../../../server/recorder/write-behind.ts';
import { Database, type Queryable } from '../../../storage/sqlite/database.ts';

const ROWS_A_STATEMENT = 20_000;
/** Threads beside SQLite's own that sort what goes into an index. */
const SORTERS = 1;

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
  readonly #writing = new WriteBehind<() => Promise<void>>((write) => write());

  private constructor(database: Database, indexes: readonly Index[]) {
    this.#database = database;
    this.#indexes = indexes;
  }

  /** `tables`: those whose indexes are made at the end. */
  static async open(file: string, tables: readonly string[]): Promise<BulkFile> {
    const database = await Database.open({ file, busyTimeoutMs: 0, cacheKib: 1024 * 1024 });
    await database.all('PRAGMA journal_mode = OFF');
    await database.exec('PRAGMA synchronous = OFF');
    await database.exec(`PRAGMA threads = ${SORTERS}`);
    const indexes = await database.all<Index>(
      `SELECT name, sql FROM sqlite_master
       WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (SELECT value FROM json_each(?1))`,
      [JSON.stringify(tables)],
    );
    for (const { name } of indexes) await database.exec(`DROP INDEX ${name}`);
    return new BulkFile(database, indexes);
  }

  /** Runs a statement over rows that it reads with `jsonb_each(?1)`, some thousands at a time, while the next are made. */
  async insert(sql: string, rows: Iterable<unknown>): Promise<number> {
    let part: unknown[] = [];
    let count = 0;
    const write = async () => {
      const text = JSON.stringify(part);
      count += part.length;
      part = [];
      await this.#writing.add(async () => void (await this.#database.all(sql, [text])));
    };
    for (const row of rows) {
      part.push(row);
      if (part.length === ROWS_A_STATEMENT) await write();
    }
    if (part.length > 0) await write();
    return count;
  }

  async run(sql: string): Promise<void> {
    await this.#writing.end();
    await this.#database.exec(sql);
  }

  async makeIndexes(): Promise<void> {
    for (const { sql } of this.#indexes) await this.run(sql);
    await this.run('ANALYZE');
  }

  /** For what is written at once: a file that is not whole is made again, so nothing is undone when it fails. */
  async within(body: (database: Queryable) => Promise<void>): Promise<void> {
    await this.run('BEGIN');
    await body(this.#database);
    await this.run('COMMIT');
  }

  async close(): Promise<void> {
    await this.run('PRAGMA journal_mode = WAL');
    await this.#database.close();
  }
}
