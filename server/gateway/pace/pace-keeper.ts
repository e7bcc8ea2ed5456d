import type { Config } from '../../config.ts';
import { type Pace, paceAt } from './pace.ts';
import { initialPace, nextPace, type PaceLimits, type PaceState, shareAt } from './pace-rule.ts';

export interface PaceKeeperOptions {
  readonly config: Pick<Config, 'heartbeatMs' | 'timeoutMs' | 'heartbeatMaxMs' | 'heartbeatBudget'>;
  /** ms from an arbitrary zero. */
  readonly monotonic: () => number;
  /** Connections that must beat. */
  readonly presences: () => number;
  /** CPU of one heartbeat, ms. */
  readonly costMs: () => number;
  /** How late the event loop was since the last time this was asked, nine times of ten at most, ms. */
  readonly lagMs: () => number;
}

/** What was seen at the last look, and what has come of it. */
export interface PaceFigures {
  readonly presences: number;
  readonly costMs: number;
  /** Of a core, at this pace. */
  readonly share: number;
  readonly raised: number;
  readonly lowered: number;
}

/** Looks in a shortest heartbeat, and how far apart they are at least, ms. */
const LOOKS = 3;
const LEAST_LOOK_MS = 100;

/** The pace that this node asks of its clients, so that their heartbeats stay within its budget. */
export class PaceKeeper {
  readonly lookEveryMs: number;
  readonly #options: PaceKeeperOptions;
  readonly #limits: PaceLimits;
  #state: PaceState;
  #current: Pace;
  #figures: PaceFigures;

  constructor(options: PaceKeeperOptions) {
    const { config, monotonic, costMs } = options;
    this.#options = options;
    this.#limits = {
      leastMs: config.heartbeatMs,
      mostMs: config.heartbeatMaxMs,
      budget: config.heartbeatBudget,
    };
    this.lookEveryMs = Math.max(LEAST_LOOK_MS, config.heartbeatMs / LOOKS);
    this.#state = initialPace(this.#limits, monotonic());
    this.#current = paceAt(config, config.heartbeatMs);
    this.#figures = { presences: 0, costMs: costMs(), share: 0, raised: 0, lowered: 0 };
  }

  /** The same object until it changes. */
  get current(): Pace {
    return this.#current;
  }

  get figures(): PaceFigures {
    return this.#figures;
  }

  /** To be called every `lookEveryMs`. */
  look(): void {
    const { config, monotonic, presences, costMs, lagMs } = this.#options;
    const reading = { at: monotonic(), presences: presences(), costMs: costMs(), lagMs: lagMs() };
    const before = this.#state.heartbeatMs;
    this.#state = nextPace(this.#state, reading, this.#limits);
    const { heartbeatMs } = this.#state;
    if (heartbeatMs !== before) this.#current = paceAt(config, heartbeatMs);
    this.#figures = {
      presences: reading.presences,
      costMs: reading.costMs,
      share: shareAt(heartbeatMs, reading),
      raised: this.#figures.raised + Number(heartbeatMs > before),
      lowered: this.#figures.lowered + Number(heartbeatMs < before),
    };
  }
}
