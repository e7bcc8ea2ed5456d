import { setTimeout as sleep } from 'node:timers/promises';
import type { RawEntry } from './entry-codec.ts';
import { bytesOf } from './entry-codec.ts';
import { compareIds } from './entry-id.ts';
import type { Link } from './link.ts';
import { readEntriesOf } from './replies.ts';

const BLOCK_MS = 1000;
/** One reply is about so large at most, in bytes of text, and at least one entry. */
const REPLY_BYTES = 1_000_000;
/** After a failure it begins again with less, and grows slowly, so as not to fail soon again. */
const SHRINK = 4;
const GROWTH = 1.1;
const MOST_ENTRIES = 1000;
/** Behind so many, a reader does not rest. */
const MANY = 200;
/** So long entries are delivered before others get a turn. */
const TURN_MS = 10;

export interface TailOptions {
  /** Of the stream. */
  readonly key: string;
  readonly deliver: (entry: RawEntry) => void;
  /** At the end of the stream one reply in so many ms at most. */
  readonly batchMs: number;
}

export interface TailRun {
  readonly after: string | null;
  /** The last entry that stood there when reading began. */
  readonly end: string | null;
  /** It has been delivered, and all before. */
  readonly onEnd: () => void;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Reads the stream as it grows, over a connection that blocks. */
export class LogTail {
  readonly #options: TailOptions;
  #replyBytes = REPLY_BYTES;
  #entryBytes = 1000;

  constructor(options: TailOptions) {
    this.#options = options;
  }

  /** Until the connection ends; rejects when it does. */
  async run(link: Link, { after, end, onEnd }: TailRun): Promise<void> {
    let last = after;
    let isAtEnd = false;
    while (link.isOpen) {
      if (!isAtEnd && compareIds(last, end) >= 0) {
        isAtEnd = true;
        onEnd();
      }
      const entries = await this.#next(link, last);
      // Each reply costs Redis the same, however little is in it, and every entry of every node would wake every reader.
      const rest = isAtEnd && entries.length < MANY ? sleep(this.#options.batchMs) : undefined;
      await this.#deliver(link, entries);
      await rest;
      last = entries.at(-1)?.id ?? last;
    }
  }

  async #next(link: Link, last: string | null): Promise<readonly RawEntry[]> {
    const { key } = this.#options;
    const count = Math.max(1, Math.min(MOST_ENTRIES, Math.floor(this.#replyBytes / this.#entryBytes)));
    const args = ['COUNT', String(count), 'BLOCK', String(BLOCK_MS), 'STREAMS', key, last ?? '0-0'];
    try {
      const entries = readEntriesOf(await link.read(BLOCK_MS, 'XREAD', ...args));
      this.#learn(entries);
      return entries;
    } catch (error) {
      // Perhaps the reply was more than Redis keeps for a client.
      this.#replyBytes = Math.max(1, this.#replyBytes / SHRINK);
      throw error;
    }
  }

  #learn(entries: readonly RawEntry[]): void {
    if (entries.length === 0) return;
    const bytes = entries.reduce((sum, entry) => sum + bytesOf(entry), 0);
    this.#entryBytes = bytes / entries.length;
    this.#replyBytes = Math.min(REPLY_BYTES, this.#replyBytes * GROWTH);
  }

  async #deliver(link: Link, entries: readonly RawEntry[]): Promise<void> {
    let since = performance.now();
    for (const entry of entries) {
      if (performance.now() - since > TURN_MS) {
        await turn();
        since = performance.now();
      }
      if (!link.isOpen) return;
      this.#options.deliver(entry);
    }
  }
}
