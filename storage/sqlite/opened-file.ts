import type { Queryable } from './database.ts';
import { type HistoryFile, type HistoryFileOptions, openHistoryFile } from './history-file.ts';

/** While a report reads, the write-ahead log cannot be emptied. */
const EMPTY_LOG_AGAIN_MS = 250;

type State =
  | { readonly kind: 'new' }
  | { readonly kind: 'open'; readonly file: Promise<HistoryFile> }
  | { readonly kind: 'closed'; readonly done: Promise<void> };

/** Something asked of the file, or done to it, over one of its connections. */
type Statement<Args extends unknown[], T> = (database: Queryable, ...args: Args) => Promise<T>;
type Call<Args extends unknown[], T> = (...args: Args) => Promise<T>;

/** A history's file from its opening to its end. What is asked of it before or after that rejects. */
export class OpenedFile {
  #state: State = { kind: 'new' };
  #emptyingLog: NodeJS.Timeout | undefined;

  /** Works on one connection, in whatever transaction it is. */
  static within(database: Queryable): OpenedFile {
    const run = <T>(body: (database: Queryable) => Promise<T>): Promise<T> => body(database);
    const within = new OpenedFile();
    within.#state = {
      kind: 'open',
      file: Promise.resolve({
        writer: { transaction: run, largeTransaction: run, read: run, emptyLog: () => Promise.resolve(true) },
        reports: { all: database.all.bind(database), snapshot: run },
        backup: () => Promise.reject(new Error('no backup in the midst of a transaction')),
        close: () => Promise.resolve(),
      }),
    };
    return within;
  }

  /** Once. Gives the connections for reports. */
  async open(options: HistoryFileOptions): Promise<HistoryFile['reports']> {
    if (this.#state.kind !== 'new') throw new Error('a history is opened once');
    const file = openHistoryFile(options);
    this.#state = { kind: 'open', file };
    return (await file).reports;
  }

  /** Beside the writer: sees what is committed. */
  reads<Args extends unknown[], T>(query: Statement<Args, T>): Call<Args, T> {
    return async (...args) => query((await this.#file()).reports, ...args);
  }

  /** Likewise; all statements see the same moment. */
  readsAtOnce<Args extends unknown[], T>(query: Statement<Args, T>): Call<Args, T> {
    return async (...args) => (await this.#file()).reports.snapshot((database) => query(database, ...args));
  }

  /** Over the writer's connection, between its transactions. */
  readsBetween<Args extends unknown[], T>(query: Statement<Args, T>): Call<Args, T> {
    return async (...args) => (await this.#file()).writer.read((database) => query(database, ...args));
  }

  /** In a transaction of its own. */
  writes<Args extends unknown[], T>(body: Statement<Args, T>): Call<Args, T> {
    return async (...args) => (await this.#file()).writer.transaction((database) => body(database, ...args));
  }

  /** The same for what changes whole tables. */
  rewrites<Args extends unknown[], T>(body: Statement<Args, T>): Call<Args, T> {
    return async (...args) =>
      (await this.#file()).writer.largeTransaction((database) => body(database, ...args));
  }

  async backup(toFile: string): Promise<void> {
    return (await this.#file()).backup(toFile);
  }

  /** Goes on trying beside what is written next, since a long report must not hold it up. */
  async emptyLog(): Promise<void> {
    if (this.#state.kind !== 'open') return;
    const { writer } = await this.#state.file;
    if (await writer.emptyLog()) return;
    this.#emptyingLog ??= setTimeout(() => {
      this.#emptyingLog = undefined;
      // The next attempt, or the end, tells what is wrong.
      this.emptyLog().catch(() => undefined);
    }, EMPTY_LOG_AGAIN_MS).unref();
  }

  close(): Promise<void> {
    if (this.#state.kind !== 'closed') this.#state = { kind: 'closed', done: this.#closeFile() };
    return this.#state.done;
  }

  async #closeFile(): Promise<void> {
    clearTimeout(this.#emptyingLog);
    if (this.#state.kind !== 'open') return;
    // What never opened has nothing to close, and whoever called open() has been told.
    const file = await this.#state.file.catch(() => undefined);
    await file?.close();
  }

  #file(): Promise<HistoryFile> {
    if (this.#state.kind === 'open') return this.#state.file;
    throw new Error(`the history is ${this.#state.kind === 'new' ? 'not open yet' : 'closed'}`);
  }
}
