import { type ReadonlySignal, signal } from '@preact/signals';
import type { Mode, Scope } from '../../protocol/client-messages.ts';
import type { CounterMinute } from '../../protocol/server-messages.ts';
import type { RestError, RestPort } from '../rest/rest-client.ts';
import {
  type DayCurve,
  emptyCurve,
  floorMinute,
  MINUTE_MS,
  tailStart,
  withAnswer,
  withOpenMinute,
} from './day-curve.ts';
import { type Asked, MinutePoll } from './minute-poll.ts';
import type { ServerClock } from './server-clock.ts';

export interface CurveOptions {
  readonly scope: Scope;
  /** Of those in one mode alone. */
  readonly mode?: Mode;
  readonly rest: RestPort;
  readonly clock: ServerClock;
  readonly random: () => number;
  /** Start of the reader's day that a time lies in, ms. */
  readonly startOfDay: (at: number) => number;
}

/** Shortly after midnight "the last hour" reaches back into yesterday. */
const BEFORE_MIDNIGHT_MS = 60 * MINUTE_MS;

/** Today's curve of a scope: whole at first, then its tail after each minute's turn, and the open minute as it grows. */
export class CurveStore {
  readonly #options: CurveOptions;
  readonly #poll: MinutePoll;
  readonly #curve = signal<DayCurve | null>(null);
  #day: number | null = null;
  #openMinute: CounterMinute | null = null;

  constructor(options: CurveOptions) {
    this.#options = options;
    this.#poll = new MinutePoll({ ask: () => this.#ask(), clock: options.clock, random: options.random });
  }

  /** Null until the first answer. */
  get curve(): ReadonlySignal<DayCurve | null> {
    return this.#curve;
  }

  get problem(): ReadonlySignal<RestError | null> {
    return this.#poll.problem;
  }

  tick(): Promise<void> {
    return this.#poll.tick();
  }

  hurry(): void {
    this.#poll.hurry();
  }

  /** Takes the open minute from counters that have just come in. */
  grow(minute: CounterMinute): void {
    this.#openMinute = minute;
    const curve = this.#curve.value;
    if (curve) this.#curve.value = withOpenMinute(curve, minute);
  }

  async #ask(): Promise<Asked> {
    const { scope, mode, rest, clock, startOfDay } = this.#options;
    const now = clock.now();
    const day = startOfDay(now);
    const base = this.#day === day ? this.#curve.value : null;
    const from = base
      ? tailStart(base)
      : startOfDay(now - BEFORE_MIDNIGHT_MS) === day
        ? day
        : day - BEFORE_MIDNIGHT_MS;
    const answer = await rest.series(scope, { from, to: floorMinute(now) + MINUTE_MS }, mode);
    // The counters may have grown the curve while the answer was on its way.
    const grown = base ? this.#curve.value : null;
    const curve = withAnswer(grown ?? emptyCurve(from), answer);
    this.#day = day;
    this.#curve.value = this.#openMinute ? withOpenMinute(curve, this.#openMinute) : curve;
    return curve.through < floorMinute(now) ? 'early' : 'complete';
  }
}
