import type { Change } from '../../server/live/changes.ts';
import { encodeChange } from './change-codec.ts';
import { encodePayload, encodeWritten, type View } from './entry-codec.ts';

const MAX_CHANGES = 2000;
/** Half of what an entry may have, because one text may lie just below it. */
const MAX_BYTES = 500_000;

/** An entry on its way. It is written as often as it takes, always the same. */
export interface Batch {
  readonly incarnation: string;
  readonly number: number;
  readonly fields: readonly string[];
  readonly changes: number;
  /** Redis has said that it has it. It may lose it all the same. */
  isAnswered: boolean;
}

/** What this node wants in the log and has not read there yet, in its order. */
export class Outbox {
  #incarnation: string | undefined;
  #number = 0;
  #queue: string[] = [];
  #next = 0;
  #unreturned: Batch[] = [];

  get hasBegun(): boolean {
    return this.#incarnation !== undefined;
  }

  /** Changes in no batch yet. */
  get queued(): number {
    return this.#queue.length - this.#next;
  }

  /** Changes in batches that have not come back. */
  get underway(): number {
    return this.#unreturned.reduce((sum, { changes }) => sum + changes, 0);
  }

  get isEmpty(): boolean {
    return this.queued === 0 && !this.isUnderway;
  }

  /** Whether a batch, even one without changes, has not come back. */
  get isUnderway(): boolean {
    return this.#unreturned.length > 0;
  }

  /** The batch to be written before any other. */
  get unanswered(): Batch | undefined {
    return this.#unreturned.find(({ isAnswered }) => !isAnswered);
  }

  begin(incarnation: string): void {
    this.#incarnation = incarnation;
    this.#number = 0;
    this.#queue = [];
    this.#next = 0;
    this.#unreturned = [];
  }

  append(change: Change): void {
    if (this.#incarnation === undefined) throw new Error('no incarnation has begun');
    this.#queue.push(encodeChange(change));
  }

  /** The next batch; without changes it is a sign of life. */
  take(view: View | null): Batch {
    const incarnation = this.#incarnation ?? '';
    const changes = this.#takeChanges();
    const number = ++this.#number;
    const fields = encodeWritten({ incarnation, number, view, payload: encodePayload(changes) });
    const batch = { incarnation, number, fields, changes: changes.length, isAnswered: false };
    this.#unreturned.push(batch);
    return batch;
  }

  /** An entry has been read. */
  returned(incarnation: string, number: number): void {
    if (incarnation !== this.#incarnation) return;
    while ((this.#unreturned[0]?.number ?? Number.POSITIVE_INFINITY) <= number) this.#unreturned.shift();
  }

  /** The answers cannot be relied on: what has not come back is written again. */
  doubt(): void {
    for (const batch of this.#unreturned) batch.isAnswered = false;
  }

  #takeChanges(): string[] {
    const first = this.#next;
    let bytes = 0;
    while (this.#next < this.#queue.length && this.#next - first < MAX_CHANGES) {
      bytes += Buffer.byteLength(this.#queue[this.#next] ?? '');
      if (bytes > MAX_BYTES && this.#next > first) break;
      this.#next += 1;
    }
    const changes = this.#queue.slice(first, this.#next);
    if (this.#next === this.#queue.length) {
      this.#queue = [];
      this.#next = 0;
    }
    return changes;
  }
}
