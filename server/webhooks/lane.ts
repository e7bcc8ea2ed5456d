import type { MessageRow } from '../../storage/types.ts';
import { Health } from './health.ts';

/** At one endpoint at a time. */
export const IN_FLIGHT = 4;
/** Sent, and what came of it not on disk yet: that many may be sent twice when the process is killed. */
const MAX_UNSETTLED = 128;
const PAGE = 64;

/** What waits for one endpoint, as far as it is in memory: a page of it. */
export class Lane {
  readonly endpoint: string;
  readonly health = new Health();
  #ready: MessageRow[] = [];
  /** Sequence numbers of what is in flight or not settled. */
  readonly #busy = new Set<number>();
  #inFlight = 0;
  #mayHaveMore = true;
  #isReading = false;
  /** How often what was read was forgotten. */
  #forgotten = 0;

  constructor(endpoint: string) {
    this.endpoint = endpoint;
  }

  /** Nothing is known to wait, or to be on its way. */
  get isIdle(): boolean {
    return this.#busy.size === 0 && this.#ready.length === 0 && !this.#mayHaveMore && !this.#isReading;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get unsettled(): readonly number[] {
    return [...this.#busy];
  }

  /** Whether another message may go now; `now`: log time, ms. */
  isOpen(now: number): boolean {
    const most = this.health.isFailing ? 1 : IN_FLIGHT;
    return this.#inFlight < most && this.#busy.size < MAX_UNSETTLED && !this.health.isPaused(now);
  }

  /** Nothing is in memory, and more may be read. */
  get canRead(): boolean {
    return this.#ready.length === 0 && this.#mayHaveMore && !this.#isReading;
  }

  /** There may be more than was read. */
  wake(): void {
    this.#mayHaveMore = true;
  }

  /** Reads a page when there is none; `read` is given what to leave out. Gives whether something came. */
  async fill(read: (except: readonly number[], limit: number) => Promise<MessageRow[]>): Promise<boolean> {
    if (!this.canRead) return false;
    this.#isReading = true;
    this.#mayHaveMore = false;
    const forgotten = this.#forgotten;
    try {
      const rows = await read(this.unsettled, PAGE);
      if (forgotten !== this.#forgotten) return false;
      if (rows.length === PAGE) this.#mayHaveMore = true;
      this.#ready = rows.filter(({ sequence }) => !this.#busy.has(sequence));
      return this.#ready.length > 0;
    } finally {
      this.#isReading = false;
    }
  }

  /** The next in order, which is on its way from now on. */
  take(): MessageRow | undefined {
    const message = this.#ready.shift();
    if (message === undefined) return undefined;
    this.#busy.add(message.sequence);
    this.#inFlight += 1;
    return message;
  }

  /** An answer has come: there is room for the next. */
  answered(): void {
    this.#inFlight -= 1;
  }

  /** What came of it is on disk. */
  settled({ sequence }: MessageRow): void {
    this.#busy.delete(sequence);
  }

  /** What was read, or is being read, is not to be sent: by another node, or not at all. */
  forget(): void {
    this.#ready = [];
    this.#mayHaveMore = false;
    this.#forgotten += 1;
  }
}
