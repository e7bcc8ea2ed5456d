import type { Agent } from 'undici';
import type { History, HistoryBatch } from '../../storage/types.ts';
import type { Live } from '../live/live.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { observeWebhooks } from '../metrics/webhooks.ts';
import type { Pipeline } from '../pipeline.ts';
import { AttemptLog } from './attempt-log.ts';
import { bodiesOf } from './bodies/bodies.ts';
import type { Clock } from './clock.ts';
import { Courier } from './courier.ts';
import type { Allowed } from './guard/allowed.ts';
import { guardedAgent } from './guard/guarded-agent.ts';
import { Sender } from './sender.ts';
import { TIMEOUT_MS } from './sending/attempt.ts';

export interface WebhooksOptions {
  readonly live: Live;
  readonly pipeline: Pick<Pipeline, 'write' | 'now' | 'isLeader'>;
  readonly history: History;
  readonly allowed: Allowed;
  readonly clock: Clock;
  /** Log time up to which the file has everything, ms. */
  readonly dataThrough: () => number;
  /** Why nothing may be told now, whoever asks; null while it may. */
  readonly unavailable: () => string | null;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly onError: (error: unknown) => void;
}

/** Tells endpoints what happens; on the node whose turn it is. */
export class Webhooks {
  readonly #isLeader: () => boolean;
  readonly #agent: Agent;
  readonly #attempts: AttemptLog;
  readonly #courier: Courier;
  readonly #sender: Sender;
  #hadTurn = false;

  constructor(options: WebhooksOptions) {
    const { allowed, metrics, pipeline } = options;
    this.#isLeader = () => pipeline.isLeader;
    this.#agent = guardedAgent({ allowed, timeoutMs: TIMEOUT_MS });
    this.#attempts = new AttemptLog(options);
    this.#courier = this.#makeCourier(options);
    this.#sender = this.#makeSender(options);
    observeWebhooks(
      metrics.scraped,
      () => this.#sender.stats,
      () => this.#courier.clockSkewMs,
    );
  }

  start(): void {
    this.#sender.start();
  }

  /** To be told of every commit. */
  committed({ webhooks }: HistoryBatch): void {
    this.#noticeTurn();
    for (const one of webhooks) {
      // Who tests, sends again or mends an endpoint waits for it.
      if (one.kind === 'announced') {
        this.#sender.wake(one.endpoints, { now: one.announcement.type === 'webhook.test' });
      } else if (one.kind === 'redeliver') this.#sender.wake([one.endpoint], { now: true });
      else if (one.kind === 'webhook') this.#sender.wake([one.endpoint.id], { now: true });
    }
  }

  /** What waits from before is not to wait for the next look. */
  #noticeTurn(): void {
    const hasTurn = this.#isLeader();
    if (hasTurn && !this.#hadTurn) void this.#sender.look();
    this.#hadTurn = hasTurn;
  }

  /** Before the log ends: what was answered is told to it still. */
  async close(): Promise<void> {
    await this.#sender.close();
    await this.#attempts.flush();
    await this.#agent.destroy();
  }

  #makeCourier({ live, pipeline, history, logger, ...options }: WebhooksOptions): Courier {
    return new Courier({
      ...options,
      endpoint: (id) => live.endpoints.find(id),
      compose: bodiesOf({ live, history, dataThrough: options.dataThrough }),
      dispatcher: this.#agent,
      log: this.#attempts,
      logTime: () => pipeline.now(),
      onSkew: (ms) => logger.warn({ ms }, 'a receiver has another time: it may refuse what is signed here'),
    });
  }

  #makeSender({ live, pipeline, history, unavailable, ...options }: WebhooksOptions): Sender {
    return new Sender({
      ...options,
      outbox: history,
      endpoint: (id) => live.endpoints.find(id),
      deliver: (endpoint, message) => this.#courier.deliver(endpoint, message),
      write: (change) => pipeline.write(change),
      abort: () => void this.#agent.destroy(),
      isSending: () => pipeline.isLeader && unavailable() === null,
      logTime: () => pipeline.now(),
      random: Math.random,
    });
  }
}
