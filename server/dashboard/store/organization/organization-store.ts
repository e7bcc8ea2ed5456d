import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { PeriodsAnswer } from '../../rest/history-answers.ts';
import type { GroupCurve, ListedEvent, SummaryAnswer, UsageAnswer } from '../../rest/organization-answers.ts';
import { type RestError, type RestPort, segment } from '../../rest/rest-client.ts';
import { floorMinute, MINUTE_MS } from '../day-curve.ts';
import { MinutePoll } from '../minute-poll.ts';
import type { ServerClock } from '../server-clock.ts';
import { type EventGroups, groupEvents } from './event-groups.ts';

export const PERIODS = ['day', 'week', 'month'] as const;
export type PeriodName = (typeof PERIODS)[number];

export interface OrganizationPorts {
  readonly rest: RestPort;
  readonly clock: ServerClock;
  readonly random: () => number;
  readonly startOfDay: (at: number) => number;
}

/** So many events are looked at, the oldest of them; so many come in one answer. */
const MAX_EVENTS = 10_000;
const PAGE = 1000;

/** So many of the newest events without times are asked whether somebody is there. */
const MAX_OPEN = 20;

/** The server answers with no more points than this over all curves. */
const MAX_POINTS = 250_000;

const DAY_MS = 86_400_000;
const DAY_MINUTES = DAY_MS / MINUTE_MS;

/** Sums over the past are not asked for anew each minute. */
const SUMS_EVERY_MS = 5 * MINUTE_MS;

/** The events of an organization and what they come to. */
export class OrganizationStore {
  readonly #id: string;
  readonly #ports: OrganizationPorts;
  readonly #eventsPoll: MinutePoll;
  readonly #sumsPoll: MinutePoll;
  readonly #groups = signal<EventGroups | null>(null);
  readonly #isCut = signal(false);
  readonly #summary = signal<SummaryAnswer | null>(null);
  readonly #usage = signal<UsageAnswer | null>(null);
  readonly #periods = signal<PeriodsAnswer | null>(null);
  readonly #period: Signal<PeriodName> = signal('week');
  #sumsAt = Number.NEGATIVE_INFINITY;

  constructor(id: string, ports: OrganizationPorts) {
    this.#id = id;
    this.#ports = ports;
    const { clock, random } = ports;
    const done = (work: () => Promise<void>) => () => work().then(() => 'complete' as const);
    this.#eventsPoll = new MinutePoll({ ask: done(() => this.#askEvents()), clock, random });
    this.#sumsPoll = new MinutePoll({ ask: done(() => this.#askSums()), clock, random });
  }

  /** Null until the first answer. */
  get groups(): ReadonlySignal<EventGroups | null> {
    return this.#groups;
  }

  /** There are more events than were looked at. */
  get isCut(): ReadonlySignal<boolean> {
    return this.#isCut;
  }

  get summary(): ReadonlySignal<SummaryAnswer | null> {
    return this.#summary;
  }

  /** The last 30 days. */
  get usage(): ReadonlySignal<UsageAnswer | null> {
    return this.#usage;
  }

  get periods(): ReadonlySignal<PeriodsAnswer | null> {
    return this.#periods;
  }

  get period(): ReadonlySignal<PeriodName> {
    return this.#period;
  }

  get problem(): ReadonlySignal<RestError | null> {
    return this.#eventsPoll.problem;
  }

  get sumsProblem(): ReadonlySignal<RestError | null> {
    return this.#sumsPoll.problem;
  }

  /** Called about once a second. */
  async tick(): Promise<void> {
    await Promise.all([this.#eventsPoll.tick(), this.#sumsPoll.tick()]);
  }

  async choosePeriod(period: PeriodName): Promise<void> {
    this.#period.value = period;
    this.#sumsAt = Number.NEGATIVE_INFINITY;
    this.#sumsPoll.hurry();
    await this.#sumsPoll.tick();
  }

  async #askEvents(): Promise<void> {
    const { clock, startOfDay } = this.#ports;
    const now = clock.now();
    const from = startOfDay(now);
    const events = await this.#listEvents();
    const ended = await this.#askCurves(events.length, { from, to: floorMinute(now) + MINUTE_MS });
    const curves = [...ended, ...(await this.#askOpenMinutes(events, ended))];
    const day = { from, to: startOfDay(from + 1.5 * DAY_MS) };
    this.#groups.value = groupEvents(events, curves, { now, day });
  }

  async #listEvents(): Promise<ListedEvent[]> {
    const events: ListedEvent[] = [];
    let cursor: string | null = null;
    do {
      const next = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const query = `organization=${encodeURIComponent(this.#id)}&limit=${PAGE}${next}`;
      const page = (await this.#ports.rest.get(`/v1/events?${query}`)) as {
        items: ListedEvent[];
        nextCursor: string | null;
      };
      events.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null && events.length < MAX_EVENTS);
    this.#isCut.value = cursor !== null;
    return events;
  }

  /** Minute by minute, or by hour where there are too many events for that. */
  async #askCurves(count: number, { from, to }: { from: number; to: number }): Promise<GroupCurve[]> {
    if (count === 0) return [];
    const step = count * DAY_MINUTES > MAX_POINTS ? 'hour' : 'minute';
    const span = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
    const answer = await this.#ports.rest.get(`${this.#path}/series?${span}&step=${step}`);
    return (answer as { groups: GroupCurve[] }).groups;
  }

  /** Curves are of minutes that have ended: where somebody has only just come to is in the counters alone. */
  async #askOpenMinutes(
    events: readonly ListedEvent[],
    curves: readonly GroupCurve[],
  ): Promise<GroupCurve[]> {
    const known = new Set(curves.map(({ event }) => event));
    const unknown = events.filter(({ id, startsAt, endsAt }) => !known.has(id) && !startsAt && !endsAt);
    const asked = unknown.slice(-MAX_OPEN).map(async ({ id }) => {
      const { minute } = await this.#ports.rest.counters(`event:${id}`);
      return { event: id, points: [{ start: minute.start, value: minute.peak }] };
    });
    return (await Promise.all(asked)).filter(({ points }) => points.some(({ value }) => value > 0));
  }

  async #askSums(): Promise<void> {
    const { rest, clock } = this.#ports;
    const now = clock.now();
    if (now - this.#sumsAt < SUMS_EVERY_MS) return;
    const period = this.#period.value;
    const [summary, usage, periods] = await Promise.all([
      rest.get(`${this.#path}/summary`),
      rest.get(`${this.#path}/usage?step=day`),
      rest.get(`${this.#path}/periods?period=${period}`),
    ]);
    this.#summary.value = summary as SummaryAnswer;
    this.#usage.value = usage as UsageAnswer;
    // Meanwhile another was chosen.
    if (period === this.#period.value) this.#periods.value = periods as PeriodsAnswer;
    this.#sumsAt = now;
  }

  get #path(): string {
    return `/v1/organizations/${segment(this.#id)}`;
  }
}
