import type { HistoryWebhooks } from '../../storage/ports/history/webhooks.ts';
import type { MessageRow } from '../../storage/types.ts';
import type { DeliveriesChange, DisableWebhookChange } from '../live/changes/webhooks.ts';
import type { DisabledReason, WebhookEndpoint } from '../live/endpoints.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { Clock } from './clock.ts';
import type { Delivered } from './delivered.ts';
import { hasFailedForDays } from './failing.ts';
import type { Lane } from './lane.ts';
import { Lanes } from './lanes.ts';
import { outcomeOf } from './outcome-of.ts';
import { Outcomes } from './outcomes.ts';

export interface SenderOptions {
  readonly outbox: Pick<HistoryWebhooks, 'waitingEndpoints' | 'dueMessages' | 'messages'>;
  readonly endpoint: (id: string) => WebhookEndpoint | undefined;
  /** Attempts one. Never rejects. */
  readonly deliver: (endpoint: WebhookEndpoint, message: MessageRow) => Promise<Delivered>;
  readonly write: (change: DeliveriesChange | DisableWebhookChange) => Promise<ErrorCode | null>;
  /** Breaks off everything that is in flight. */
  readonly abort: () => void;
  /** This node is the one that sends, and may. */
  readonly isSending: () => boolean;
  /** Log time, ms. */
  readonly logTime: () => number;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly onError: (error: unknown) => void;
}

/** How often it looks for what has become due, ms. */
export const TICK_MS = 1000;
/** What is in flight when it ends is awaited for so long, ms. */
const GRACE_MS = 2000;

/** What the sender did and has to do, for metrics. */
export interface SenderStats {
  /** Attempts by what came of them. */
  readonly results: ReadonlyMap<string, number>;
  readonly inFlight: number;
  /** As of the last look; 0 on a node that does not send. */
  readonly pending: number;
  readonly oldestAgeMs: number;
}

/**
 * Sends what waits in the outbox, on the one node whose turn it is. Each endpoint has a lane of its own, in order of sequence
 * numbers; whatever is answered is told to the log, and what the log was not told is sent again, by whoever goes on.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #outcomes: Outcomes;
  readonly #lanes = new Lanes();
  readonly #results = new Map<string, number>();
  readonly #running = new Set<Promise<void>>();
  #pending = 0;
  #oldest: number | null = null;
  #callOff: () => void = () => {};
  #looking: Promise<void> | undefined;
  #isClosed = false;
  #isAborted = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#outcomes = new Outcomes(options);
  }

  get stats(): SenderStats {
    const oldestAgeMs = this.#oldest === null ? 0 : Math.max(0, this.#options.logTime() - this.#oldest);
    return { results: this.#results, inFlight: this.#lanes.inFlight(), pending: this.#pending, oldestAgeMs };
  }

  start(): void {
    this.#callOff = this.#options.clock.after(TICK_MS, () => {
      void this.look();
      if (!this.#isClosed) this.start();
    });
  }

  /** Something has come for these endpoints. `now`: somebody waits for it, so that no pause holds. */
  wake(endpoints: Iterable<string>, { now = false }: { readonly now?: boolean } = {}): void {
    if (!this.#isSending) return;
    for (const endpoint of endpoints) {
      const lane = this.#lanes.of(endpoint);
      lane.wake();
      if (now) lane.health.resume();
    }
    this.#pump();
  }

  /** Looks for everything that is due. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch(this.#options.onError)
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  /** Begins nothing more. Resolves when what was answered in time is written; the rest is sent again by whoever goes on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#callOff();
    this.#lanes.forget();
    const { clock, abort } = this.#options;
    const callOffAbort = clock.after(GRACE_MS, () => {
      this.#isAborted = true;
      abort();
    });
    let callOffEnd = () => {};
    // A log that is away takes nothing, and says so to nobody.
    const end = new Promise<void>((resolve) => {
      callOffEnd = clock.after(2 * GRACE_MS, resolve);
    });
    await Promise.race([this.#finish(), end]);
    callOffAbort();
    callOffEnd();
  }

  async #finish(): Promise<void> {
    await this.#looking;
    await Promise.all([this.#outcomes.close(), ...this.#running]);
  }

  get #isSending(): boolean {
    return !this.#isClosed && this.#options.isSending();
  }

  async #look(): Promise<void> {
    const { outbox, logTime } = this.#options;
    if (!this.#isSending) return this.#rest();
    const waiting = await outbox.waitingEndpoints();
    const now = logTime();
    this.#pending = waiting.reduce((sum, { pending }) => sum + pending, 0);
    this.#oldest = waiting.reduce<number | null>(
      (oldest, { oldestAt }) => Math.min(oldest ?? oldestAt, oldestAt),
      null,
    );
    for (const { endpoint, nextAt } of waiting) if (nextAt <= now) this.#lanes.of(endpoint).wake();
    this.#pump();
    this.#lanes.tidy((id) => this.#options.endpoint(id) !== undefined);
  }

  /** It is another node's turn. */
  #rest(): void {
    this.#pending = 0;
    this.#oldest = null;
    this.#lanes.forget();
    this.#lanes.tidy(() => false);
  }

  #pump(): void {
    if (this.#isSending) this.#lanes.takeTurns((lane) => this.#sendNext(lane));
  }

  /** False when nothing went. */
  #sendNext(lane: Lane): boolean {
    const { endpoint, logTime } = this.#options;
    if (!lane.isOpen(logTime())) return false;
    const to = endpoint(lane.endpoint);
    if (to === undefined || !to.details.active) {
      lane.forget();
      return false;
    }
    const message = lane.take();
    if (message !== undefined) this.#run(this.#send(lane, to, message));
    else if (lane.canRead) this.#run(this.#fill(lane));
    return message !== undefined;
  }

  #run(work: Promise<void>): void {
    const running = work.catch(this.#options.onError).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #fill(lane: Lane): Promise<void> {
    const { outbox, logTime } = this.#options;
    const { endpoint } = lane;
    const through = logTime();
    const came = await lane.fill((except, limit) => outbox.dueMessages({ endpoint, through, except, limit }));
    if (came) this.#pump();
  }

  async #send(lane: Lane, endpoint: WebhookEndpoint, message: MessageRow): Promise<void> {
    const delivered = await this.#options.deliver(endpoint, message);
    lane.answered();
    if (this.#isAborted && delivered.verdict === 'again') return;
    this.#learn(lane, delivered);
    const { logTime, random } = this.#options;
    const outcome = outcomeOf({ endpoint, message, delivered, now: logTime(), random: random() });
    this.#count(outcome.result);
    this.#pump();
    await this.#outcomes.add(outcome);
    if (outcome.result === 'exhausted') await this.#disable(endpoint, message, delivered);
    lane.settled(message);
    this.#pump();
  }

  #learn({ health }: Lane, { verdict, retryAfterMs }: Delivered): void {
    const { logTime, random } = this.#options;
    if (verdict === 'delivered') health.succeeded();
    else if (verdict !== 'refused') health.failed(logTime(), { askedMs: retryAfterMs, random: random() });
  }

  async #disable(endpoint: WebhookEndpoint, message: MessageRow, { verdict }: Delivered): Promise<void> {
    const { outbox, logTime, write } = this.#options;
    const { id } = endpoint;
    const isFailing = () => hasFailedForDays(outbox, { endpoint: id, message, now: logTime() });
    const reason: DisabledReason | null =
      verdict === 'gone' ? 'gone' : verdict === 'again' && (await isFailing()) ? 'failing' : null;
    if (reason === null) return;
    this.#count('disabled');
    await write({ kind: 'disableWebhook', id, reason });
  }

  #count(result: string): void {
    this.#results.set(result, (this.#results.get(result) ?? 0) + 1);
  }
}
