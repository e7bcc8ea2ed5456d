import type { LogReader } from '../types.ts';
import { bytesOf, type RawEntry } from './entry-codec.ts';
import { LogState, type Read } from './log-state.ts';
import type { Place } from './position.ts';
import { Ring, type RingLimits } from './ring.ts';

/** Reading cannot go on: the log has gone another way, or cannot be understood. */
export class LostError extends Error {}

/** The reader threw: that is no fault of the log. */
export class ReaderError extends Error {}

export interface DeliveryOptions {
  readonly reader: LogReader;
  readonly after: Place;
  readonly ring: RingLimits;
  /** Whether something of this node has not come back. */
  readonly isUnderway: () => boolean;
  /** An entry has been read, and is delivered next; null for a bridge. */
  readonly onRead: (read: Read | null, bytes: number) => void;
  readonly onDelivered: () => void;
  /** `caughtUp` is said next. */
  readonly onCaughtUp: () => void;
}

/** From the stream to the reader, and when to say `caughtUp`. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly state: LogState;
  readonly ring: Ring;
  #isAtEnd = false;
  /** The reader waits for `caughtUp`. */
  #isAwaited = true;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.state = new LogState(options.after);
    this.ring = new Ring(options.ring, options.after.id);
  }

  /** All that stood in the log when the connection was made has been delivered. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** The reader knows that it has all. */
  get isCaughtUp(): boolean {
    return !this.#isAwaited;
  }

  deliver(raw: RawEntry): void {
    const read = this.#read(raw);
    this.ring.push(raw);
    this.#options.onRead(read, bytesOf(raw));
    if (read === null) return;
    this.#tell(() => this.#options.reader.entry(read.entry));
    this.#options.onDelivered();
    this.#settle();
  }

  reachedEnd(): void {
    this.#isAtEnd = true;
    this.#settle();
  }

  disconnected(): void {
    this.#isAtEnd = false;
  }

  away(): void {
    this.#isAwaited = true;
    this.#options.reader.away();
  }

  #read(raw: RawEntry): Read | null {
    try {
      return this.state.read(raw);
    } catch (error) {
      throw new LostError(error instanceof Error ? error.message : String(error));
    }
  }

  #settle(): void {
    const { isUnderway, onCaughtUp, reader } = this.#options;
    if (!this.#isAwaited || !this.#isAtEnd || isUnderway()) return;
    this.#isAwaited = false;
    onCaughtUp();
    this.#tell(() => reader.caughtUp());
  }

  #tell(tell: () => void): void {
    try {
      tell();
    } catch (cause) {
      throw new ReaderError('the reader of the log failed', { cause });
    }
  }
}
