import type { Database, Parameter, Queryable } from './database.ts';

/** Connections that read beside the writer. A statement takes one for itself; what finds none free waits in line. */
export class Readers implements Queryable {
  readonly #databases: readonly Database[];
  readonly #free: Database[];
  readonly #waiting: ((database: Database) => void)[] = [];

  constructor(databases: readonly Database[]) {
    this.#databases = databases;
    this.#free = [...databases];
  }

  async all<Row>(sql: string, params: readonly Parameter[] = []): Promise<Row[]> {
    const database = await this.#take();
    try {
      return await database.all<Row>(sql, params);
    } finally {
      this.#giveBack(database);
    }
  }

  /** Runs several statements over one connection that sees one moment of the file. */
  async snapshot<T>(body: (database: Queryable) => Promise<T>): Promise<T> {
    const database = await this.#take();
    try {
      await database.all('BEGIN');
      return await body(database);
    } finally {
      await database.all('COMMIT').catch(() => undefined);
      this.#giveBack(database);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#databases.map((database) => database.close()));
  }

  #take(): Database | Promise<Database> {
    return this.#free.pop() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  #giveBack(database: Database): void {
    const next = this.#waiting.shift();
    if (next) next(database);
    else this.#free.push(database);
  }
}
