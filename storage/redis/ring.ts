import { bytesOf, type RawEntry } from './entry-codec.ts';
import { compareIds, millisecondsOf } from './entry-id.ts';

export interface RingLimits {
  readonly ms: number;
  readonly bytes: number;
}

/** In the place of an entry that is gone: the list is cut off only now and then, which must not keep twice as many. */
const GONE: RawEntry = { id: '', fields: [] };

/** The last entries as they stood in Redis, in case that it loses them. */
export class Ring {
  readonly #limits: RingLimits;
  #entries: RawEntry[] = [];
  #first = 0;
  #bytes = 0;
  /** The entry before the first. */
  #before: string | null;

  constructor(limits: RingLimits, after: string | null) {
    this.#limits = limits;
    this.#before = after;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(entry: RawEntry): void {
    this.#entries.push(entry);
    this.#bytes += bytesOf(entry);
    const oldest = millisecondsOf(entry.id) - this.#limits.ms;
    for (;;) {
      const first = this.#entries[this.#first];
      if (first === undefined || first === entry) break;
      if (this.#bytes <= this.#limits.bytes && millisecondsOf(first.id) >= oldest) break;
      this.#before = first.id;
      this.#bytes -= bytesOf(first);
      this.#entries[this.#first] = GONE;
      this.#first += 1;
    }
    if (this.#first > 1024 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
  }

  /** What follows a stream's last entry (null: an empty stream), null when something between is not here. */
  after(last: string | null): readonly RawEntry[] | null {
    const entries = this.#entries.slice(this.#first);
    if (last === null) return entries;
    if (last === this.#before) return entries;
    const index = entries.findIndex(({ id }) => compareIds(id, last) >= 0);
    return entries[index]?.id === last ? entries.slice(index + 1) : null;
  }
}
