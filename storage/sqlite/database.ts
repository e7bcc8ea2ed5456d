import sqlite3 from 'sqlite3';
import { DatabaseError } from './database-error.ts';

export type Parameter = string | number | Uint8Array | null;

/** Whatever runs one statement and gives its rows. The caller names the shape of the rows that its SQL gives. */
export interface Queryable {
  all<Row>(sql: string, params?: readonly Parameter[]): Promise<Row[]>;
}

export interface DatabaseOptions {
  readonly file: string;
  /** How long a statement waits for another process's lock, ms. 0: not at all. */
  readonly busyTimeoutMs: number;
  /** Size of the page cache, KiB. */
  readonly cacheKib: number;
  /** Refuses every write, so that a report can never hold the writer's lock. */
  readonly readOnly?: boolean;
  /** With `readOnly`: may write into temporary tables, which are files of its own. */
  readonly temporaryTables?: boolean;
  /** Told the text of each statement when it is first prepared. */
  readonly onStatement?: ((sql: string) => void) | undefined;
}

type Settle<T> = (error: Error | null, value: T) => void;

function promised<T>(operation: string, start: (settle: Settle<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(new DatabaseError(operation, error)) : resolve(value)));
  });
}

function connect(file: string, mode: number): Promise<sqlite3.Database> {
  return promised(`cannot open ${file}`, (settle) => {
    const connection = new sqlite3.Database(file, mode, (error) => settle(error, connection));
  });
}

/**
 * One connection to an SQLite file. Statements run on the thread pool, one at a time and in the order of the calls;
 * each is prepared once and kept, so SQL must come from a small set of texts with values as parameters.
 */
export class Database implements Queryable {
  readonly #connection: sqlite3.Database;
  readonly #onStatement: ((sql: string) => void) | undefined;
  readonly #statements = new Map<string, Promise<sqlite3.Statement>>();
  /** Those of them that are prepared. */
  readonly #ready = new Map<string, sqlite3.Statement>();

  private constructor(connection: sqlite3.Database, onStatement?: (sql: string) => void) {
    this.#connection = connection;
    this.#onStatement = onStatement;
    // Otherwise statements of one connection would each block a thread of the pool until the one before is done.
    connection.serialize();
  }

  /** Opens or creates the file; reads nothing of it yet. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const ownTables = options.readOnly === true && options.temporaryTables === true;
    const access = ownTables ? sqlite3.OPEN_READONLY : sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE;
    const mode = access | sqlite3.OPEN_FULLMUTEX;
    const database = new Database(await connect(options.file, mode), options.onStatement);
    await database.exec(`PRAGMA busy_timeout = ${options.busyTimeoutMs}`);
    await database.exec(`PRAGMA cache_size = -${options.cacheKib}`);
    await database.exec('PRAGMA synchronous = FULL');
    if (options.readOnly && !ownTables) await database.exec('PRAGMA query_only = ON');
    return database;
  }

  async all<Row>(sql: string, params: readonly Parameter[] = []): Promise<Row[]> {
    // Not awaited where it need not be: SQLite's thread begins while the caller is still making what comes next.
    const statement = this.#ready.get(sql) ?? (await this.#prepared(sql));
    return promised('statement failed', (settle) => statement.all<Row>(params, settle));
  }

  /** Runs statements that have neither parameters nor rows, separated by semicolons. */
  exec(sql: string): Promise<void> {
    return promised('statement failed', (settle: Settle<void>) =>
      this.#connection.exec(sql, (error) => settle(error, undefined)),
    );
  }

  /** To be called once. */
  async close(): Promise<void> {
    for (const statement of await Promise.allSettled(this.#statements.values())) {
      if (statement.status === 'fulfilled') statement.value.finalize();
    }
    await promised('cannot close the database', (settle: Settle<void>) =>
      this.#connection.close((error) => settle(error, undefined)),
    );
  }

  #prepared(sql: string): Promise<sqlite3.Statement> {
    const known = this.#statements.get(sql);
    if (known) return known;
    this.#onStatement?.(sql);
    const prepared = promised<sqlite3.Statement>('cannot prepare a statement', (settle) => {
      const statement: sqlite3.Statement = this.#connection.prepare(sql, (error: Error | null) =>
        settle(error, statement),
      );
    });
    this.#statements.set(sql, prepared);
    prepared.then(
      (statement) => this.#ready.set(sql, statement),
      () => this.#statements.delete(sql),
    );
    return prepared;
  }
}
