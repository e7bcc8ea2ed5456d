import type { Change, Entry } from '../../server/live/changes.ts';
import type { Log, LogReader } from '../../storage/types.ts';

/** A log whose entries, and whose being away, are the test's to decide. */
export class HandLog implements Log {
  time = Date.UTC(2026, 0, 1, 12);
  incarnation: string | undefined;
  queue: Change[] = [];
  reader: LogReader | undefined;
  #numbers = new Map<string, number>();
  #position = 0;

  now(): number {
    return this.time;
  }

  begin(incarnation: string): void {
    this.incarnation = incarnation;
    this.queue = [];
  }

  append(change: Change): void {
    this.queue.push(change);
  }

  read(reader: LogReader): void {
    this.reader = reader;
  }

  async close(): Promise<void> {
    this.deliver();
  }

  /** What is queued comes back in one entry. */
  deliver(): Entry {
    const changes = this.queue;
    this.queue = [];
    return this.entry(this.incarnation ?? '', changes);
  }

  /** An entry of any writer, so many ms after the last one. */
  entry(incarnation: string, changes: readonly Change[] = [], after = 1): Entry {
    const number = (this.#numbers.get(incarnation) ?? 0) + 1;
    this.#numbers.set(incarnation, number);
    this.time += after;
    const entry = { position: String(++this.#position), time: this.time, incarnation, number, changes };
    this.reader?.entry(entry);
    return entry;
  }
}
