import type { Parameter, Queryable } from './database.ts';

/**
 * The statements of a transaction, in the order of the calls. After one that failed none runs any more: SQLite may have rolled
 * back by itself then (I/O error, disk full: sqlite.org/lang_transaction.html), and what had been waiting would stand by itself.
 */
export class Transaction implements Queryable {
  readonly #database: Queryable;
  /** The call that came last; undefined once it is done. */
  #last: Promise<unknown> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(database: Queryable) {
    this.#database = database;
  }

  all<Row>(sql: string, params?: readonly Parameter[]): Promise<Row[]> {
    // The first is not put off: SQLite's thread begins while the caller makes what comes next.
    const run =
      this.#last === undefined
        ? this.#run<Row>(sql, params)
        : this.#last.then(
            () => this.#run<Row>(sql, params),
            () => this.#run<Row>(sql, params),
          );
    this.#last = run;
    const done = () => {
      if (this.#last === run) this.#last = undefined;
    };
    run.then(done, done);
    return run;
  }

  /** Lets none of those that wait run; resolves when the one under way has ended. */
  async fail(error: unknown): Promise<void> {
    this.#failure ??= { error };
    await this.#last?.catch(() => undefined);
  }

  async #run<Row>(sql: string, params?: readonly Parameter[]): Promise<Row[]> {
    if (this.#failure !== undefined) throw this.#failure.error;
    try {
      return await this.#database.all<Row>(sql, params);
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }
}
