import type { Change, Entry } from '../../server/live/changes.ts';
import type { Log, LogReader } from '../../storage/types.ts';

/** A shared log in memory, which keeps what others write. This node only reads: what it appends never gets there. */
export class KeptLog {
  readonly #entries: Entry[] = [];
  readonly #numbers = new Map<string, number>();
  #reader: LogReader | undefined;

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  write(time: number, incarnation: string, changes: readonly Change[]): void {
    const number = (this.#numbers.get(incarnation) ?? 0) + 1;
    this.#numbers.set(incarnation, number);
    const entry = { position: `p${this.#entries.length}`, time, incarnation, number, changes };
    this.#entries.push(entry);
    this.#reader?.entry(entry);
  }

  /** The log as one process sees it; the process before is gone. */
  connect(): Log {
    this.#reader = undefined;
    return {
      now: () => this.#entries.at(-1)?.time ?? 0,
      begin: () => {},
      append: () => {},
      read: (reader, after) => this.#read(reader, after),
      close: async () => {
        this.#reader = undefined;
      },
    };
  }

  #read(reader: LogReader, after: string | null): void {
    const from = this.#entries.findIndex(({ position }) => position === after) + 1;
    for (const entry of this.#entries.slice(from)) reader.entry(entry);
    reader.caughtUp();
    this.#reader = reader;
  }
}
