import type { Database, Queryable } from './database.ts';
import { Transaction } from './transaction.ts';

/** The one connection that writes. Its transactions run one after the other and never interleave. */
export class Writer {
  readonly #database: Database;
  #last: Promise<unknown> = Promise.resolve();

  constructor(database: Database) {
    this.#database = database;
  }

  /** All that `body` writes is stored when the promise resolves, and nothing when it rejects. */
  transaction<T>(body: (database: Queryable) => Promise<T>): Promise<T> {
    return this.#next(() => this.#run(body));
  }

  /** The same for one that changes whole tables, or puts them aside: what it keeps meanwhile lies in files. */
  largeTransaction<T>(body: (database: Queryable) => Promise<T>): Promise<T> {
    return this.#next(() => this.#withFiles(() => this.#run(body)));
  }

  /**
   * Reads between transactions, over the same connection: its pages are in memory still, and those that are read now are
   * there for the transaction that follows.
   */
  read<T>(body: (database: Queryable) => Promise<T>): Promise<T> {
    return this.#next(() => body(this.#database));
  }

  /**
   * Puts the write-ahead log into the file and empties it, so that what was overwritten is nowhere any more. Gives whether it
   * could be done at once: while somebody reads, it cannot.
   */
  emptyLog(): Promise<boolean> {
    return this.read(async (database) => {
      const [was] = await database.all<{ timeout: number }>('PRAGMA busy_timeout');
      await database.all('PRAGMA busy_timeout = 0');
      try {
        const [done] = await database.all<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)');
        return done?.busy === 0;
      } finally {
        await database.all(`PRAGMA busy_timeout = ${was?.timeout ?? 0}`);
      }
    });
  }

  /** After the transactions that wait. The file then holds everything, without a write-ahead log beside it. */
  async close(): Promise<void> {
    await this.#last;
    await this.#database.all('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => undefined);
    await this.#database.close();
  }

  #next<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#last.then(run);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #withFiles<T>(run: () => Promise<T>): Promise<T> {
    await this.#database.all('PRAGMA temp_store = FILE');
    try {
      return await run();
    } finally {
      await this.#database.all('PRAGMA temp_store = MEMORY');
    }
  }

  async #run<T>(body: (database: Queryable) => Promise<T>): Promise<T> {
    // A deferred transaction that begins to write later skips the busy handler and fails at once.
    await this.#database.all('BEGIN IMMEDIATE');
    const transaction = new Transaction(this.#database);
    try {
      const result = await body(transaction);
      await transaction.all('COMMIT');
      return result;
    } catch (error) {
      await transaction.fail(error);
      // Fails where SQLite has rolled back by itself (disk full, I/O error); the first error is the one that tells.
      await this.#database.all('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }
}
