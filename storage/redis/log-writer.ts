import { ErrorReply } from 'redis';
import { Bell } from './bell.ts';
import type { View } from './entry-codec.ts';
import { millisecondsOf } from './entry-id.ts';
import type { Link } from './link.ts';
import type { Batch, Outbox } from './outbox.ts';
import type { RedisClock } from './redis-clock.ts';
import { textOrNull } from './replies.ts';

export interface WriterOptions {
  /** Of the stream. */
  readonly key: string;
  readonly outbox: Outbox;
  readonly clock: RedisClock;
  readonly batchMs: number;
  readonly signOfLifeMs: number;
  /** What this node has read by now. */
  readonly view: () => View | null;
  /** Redis has taken a batch, and its clock has jumped by so much since the one before. */
  readonly onWritten: (jumpMs: number) => void;
  /** Redis refuses a batch; it is tried again. */
  readonly onRefused: (error: Error) => void;
}

const REFUSED_MS = 100;
const REFUSED_MOST_MS = 1000;

/** Answers that another connection, or another server, may not give. */
const ELSEWHERE = /^(READONLY|LOADING|NOAUTH|MASTERDOWN|CLUSTERDOWN|MOVED)/;

/** Redis forgot everything: `XADD NOMKSTREAM` found no stream. */
class LogGoneError extends Error {}

/** Brings batches into the stream: one unanswered at a time, one in `batchMs` at most, one in `signOfLifeMs` at least. */
export class LogWriter {
  readonly #options: WriterOptions;
  readonly #bell = new Bell();
  #sentAt = Number.NEGATIVE_INFINITY;
  #pauseUntil = Number.NEGATIVE_INFINITY;
  #refusals = 0;
  /** Nothing new is begun before what was underway is known to have arrived. */
  #mayBegin = false;
  #isClosing = false;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** There may be something to do. */
  ring(): void {
    this.#bell.ring();
  }

  allowNew(mayBegin: boolean): void {
    this.#mayBegin = mayBegin;
    this.ring();
  }

  /** An incarnation begins: its first entry is due. */
  begin(): void {
    this.#sentAt = Number.NEGATIVE_INFINITY;
    this.ring();
  }

  /** No more signs of life. */
  close(): void {
    this.#isClosing = true;
    this.ring();
  }

  /** Until the connection ends; rejects when it has to. */
  async run(link: Link): Promise<void> {
    const { outbox, clock, view } = this.#options;
    this.#pauseUntil = Number.NEGATIVE_INFINITY;
    void link.ended.then(() => this.ring());
    while (link.isOpen) {
      const wait = this.#dueAt() - clock.monotonic();
      if (wait > 0) await this.#bell.wait(wait);
      else await this.#send(link, outbox.unanswered ?? outbox.take(view()));
    }
  }

  #dueAt(): number {
    const { outbox, batchMs, signOfLifeMs } = this.#options;
    if (outbox.unanswered !== undefined) return this.#pauseUntil;
    if (!this.#mayBegin || !outbox.hasBegun) return Number.POSITIVE_INFINITY;
    if (outbox.queued > 0) return this.#sentAt + batchMs;
    return this.#isClosing ? Number.POSITIVE_INFINITY : this.#sentAt + signOfLifeMs;
  }

  async #send(link: Link, batch: Batch): Promise<void> {
    const { key, clock, onWritten } = this.#options;
    const sentAt = clock.monotonic();
    this.#sentAt = sentAt;
    try {
      const id = textOrNull(await link.write('XADD', key, 'NOMKSTREAM', '*', ...batch.fields));
      if (id === null) throw new LogGoneError('the log is gone from Redis');
      batch.isAnswered = true;
      this.#refusals = 0;
      onWritten(clock.answered(millisecondsOf(id), sentAt));
    } catch (error) {
      if (!(error instanceof ErrorReply) || ELSEWHERE.test(error.message)) throw error;
      this.#refused(error);
    }
  }

  #refused(error: Error): void {
    const { clock, onRefused } = this.#options;
    this.#pauseUntil = clock.monotonic() + Math.min(REFUSED_MOST_MS, REFUSED_MS * 2 ** this.#refusals);
    this.#refusals += 1;
    onRefused(error);
  }
}
