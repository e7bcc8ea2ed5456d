import { type ReadonlySignal, signal } from '@preact/signals';
import type { ComparedSessionAnswer, SessionCurveAnswer } from '../rest/answers.ts';
import { type RestPort, segment } from '../rest/rest-client.ts';
import { floorMinute, MINUTE_MS } from './day-curve.ts';
import { MinutePoll } from './minute-poll.ts';
import type { ServerClock } from './server-clock.ts';
import type { SessionInsight } from './session-order.ts';

export interface InsightOptions {
  readonly event: string;
  readonly rest: RestPort;
  readonly clock: ServerClock;
  readonly random: () => number;
}

const CURVE_MINUTES = 60;

/** Rates are worked out from all that happened, which is not asked for each minute. */
const RATES_EVERY_MS = 5 * MINUTE_MS;

type Insights = ReadonlyMap<string, SessionInsight>;

/** What the cards of an event's sessions show beside live figures: the last hour of each, and how many engaged. */
export class InsightStore {
  readonly #options: InsightOptions;
  readonly #curvePoll: MinutePoll;
  readonly #ratePoll: MinutePoll;
  readonly #insights = signal<Insights>(new Map());
  #curves = new Map<string, readonly (number | null)[]>();
  #rates = new Map<string, number | null>();
  #minutes: readonly (number | null)[] = [];
  #ratesAt = Number.NEGATIVE_INFINITY;

  constructor(options: InsightOptions) {
    this.#options = options;
    const { clock, random } = options;
    const poll = (work: () => Promise<void>) =>
      new MinutePoll({ ask: () => work().then(() => 'complete' as const), clock, random });
    this.#curvePoll = poll(() => this.#askCurves());
    this.#ratePoll = poll(() => this.#askRates());
  }

  /** By session. Those in which nobody was within the hour are there once rates are known. */
  get insights(): ReadonlySignal<Insights> {
    return this.#insights;
  }

  /** Called about once a second. */
  async tick(): Promise<void> {
    await Promise.all([this.#curvePoll.tick(), this.#ratePoll.tick()]);
  }

  hurry(): void {
    this.#curvePoll.hurry();
  }

  async #askCurves(): Promise<void> {
    const { event, rest, clock } = this.#options;
    const to = floorMinute(clock.now()) + MINUTE_MS;
    const from = to - (CURVE_MINUTES + 1) * MINUTE_MS;
    const span = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
    const answer = await rest.get(`/v1/events/${segment(event)}/series?${span}`);
    const { groups } = answer as { groups: SessionCurveAnswer[] };
    this.#curves = new Map(
      groups.map(({ session = '', points }) => [session, points.map(({ value }) => value)]),
    );
    // In which minutes the server was there: then nobody was in the sessions that have no curve.
    const [some] = this.#curves.values();
    this.#minutes = some?.map((value) => (value === null ? null : 0)) ?? [];
    this.#show();
  }

  async #askRates(): Promise<void> {
    const { event, rest, clock } = this.#options;
    const now = clock.now();
    if (now - this.#ratesAt < RATES_EVERY_MS) return;
    const answer = await rest.get(`/v1/events/${segment(event)}/comparison?limit=1000`);
    const { items } = answer as { items: ComparedSessionAnswer[] };
    this.#rates = new Map(items.map(({ session, figures }) => [session, figures?.engagedPercent ?? null]));
    this.#ratesAt = now;
    this.#show();
  }

  #show(): void {
    const ids = new Set([...this.#curves.keys(), ...this.#rates.keys()]);
    const insight = (id: string): SessionInsight => ({
      curve: this.#curves.get(id) ?? this.#minutes,
      engagedPercent: this.#rates.get(id) ?? null,
    });
    this.#insights.value = new Map([...ids].map((id) => [id, insight(id)]));
  }
}
