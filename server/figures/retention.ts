import type { History } from '../../storage/types.ts';
import { askedSlices } from './attendee-in-span.ts';
import { type Percentiles, percentilesOf } from './percentiles.ts';
import { attendeesOfSpan } from './span-attendees.ts';
import type { SpanQuestion } from './span-question.ts';
import { type Stay, stayOf } from './stays.ts';

/** How many were still there some time after their own first join. */
export interface SinceJoinPoint {
  /** ms. */
  readonly after: number;
  readonly present: number;
  /** Those of whom it is known: they joined at least so long before the end of what is known. */
  readonly known: number;
}

/** Who was there in a step of the clock. */
export interface SinceStartPoint {
  /** ms. */
  readonly start: number;
  /** Whose `[start, end]` touches it. */
  readonly attendees: number;
  /** First joins. */
  readonly arrivals: number;
  /** Last leaves; whoever is still there has none. */
  readonly departures: number;
}

export interface Retention {
  readonly attendees: number;
  /** How long attendees stayed, ms. */
  readonly stayMs: Percentiles;
  readonly sinceJoin: readonly SinceJoinPoint[];
  readonly sinceStart: readonly SinceStartPoint[];
}

export interface RetentionSteps {
  readonly stepMs: number;
  /** An instant at which a step begins, ms. */
  readonly origin: number;
}

/** How many points the curves of a span have at most. */
export function countRetentionPoints({ from, to }: SpanQuestion, stepMs: number): number {
  return Math.max(0, Math.floor((to - from) / stepMs)) + 2;
}

/** Counts ranges of numbers from 0 on. */
class Curve {
  readonly #changes: number[] = [];

  /** From one index through another, if there are any. */
  add(first: number, last: number): void {
    if (first > last) return;
    this.#change(first, 1);
    this.#change(last + 1, -1);
  }

  counts(): number[] {
    let count = 0;
    return Array.from(this.#changes, (change) => {
      count += change ?? 0;
      return count;
    });
  }

  #change(index: number, by: number): void {
    this.#changes[index] = (this.#changes[index] ?? 0) + by;
  }
}

/** Share of attendees by the time since their own first join. */
class SinceJoin {
  readonly #stepMs: number;
  /** Nothing is known after it, ms. */
  readonly #last: number;
  readonly #present = new Curve();
  readonly #known = new Curve();

  constructor(stepMs: number, last: number) {
    this.#stepMs = stepMs;
    this.#last = last;
  }

  add({ intervals, firstJoin }: Stay): void {
    for (const [start, end] of intervals) {
      const first = Math.ceil((start - firstJoin) / this.#stepMs);
      this.#present.add(first, Math.floor((Math.min(end, this.#last) - firstJoin) / this.#stepMs));
    }
    this.#known.add(0, Math.floor((this.#last - firstJoin) / this.#stepMs));
  }

  /** As far as somebody was there. */
  points(): SinceJoinPoint[] {
    const known = this.#known.counts();
    const present = this.#present.counts();
    return present
      .slice(0, present.findLastIndex((count) => count > 0) + 1)
      .map((count, index) => ({ after: index * this.#stepMs, present: count, known: known[index] ?? 0 }));
  }
}

/** Attendees by the clock, from the step of the first join on. */
class SinceStart {
  readonly #steps: RetentionSteps;
  readonly #last: number;
  readonly #first: number;
  readonly #attendees = new Curve();
  readonly #arrivals: number[] = [];
  readonly #departures: number[] = [];

  constructor(steps: RetentionSteps, { from, last }: { from: number; last: number }) {
    this.#steps = steps;
    this.#last = last;
    this.#first = Math.floor((from - steps.origin) / steps.stepMs);
  }

  add({ intervals, firstJoin, lastLeave }: Stay): void {
    // Two intervals may touch one step: the attendee counts once in it.
    let reached = -1;
    for (const [start, end] of intervals) {
      const last = this.#index(Math.min(end, this.#last));
      this.#attendees.add(Math.max(this.#index(start), reached + 1), last);
      reached = last;
    }
    count(this.#arrivals, this.#index(firstJoin));
    if (lastLeave !== null) count(this.#departures, this.#index(lastLeave));
  }

  points(): SinceStartPoint[] {
    const { origin, stepMs } = this.#steps;
    const counts = this.#attendees.counts();
    const first = counts.findIndex((attendees) => attendees > 0);
    const last = counts.findLastIndex((attendees) => attendees > 0);
    return first < 0
      ? []
      : counts.slice(first, last + 1).map((attendees, offset) => ({
          start: origin + (this.#first + first + offset) * stepMs,
          attendees,
          arrivals: this.#arrivals[first + offset] ?? 0,
          departures: this.#departures[first + offset] ?? 0,
        }));
  }

  #index(time: number): number {
    return Math.floor((time - this.#steps.origin) / this.#steps.stepMs) - this.#first;
  }
}

function count(counts: number[], index: number): void {
  counts[index] = (counts[index] ?? 0) + 1;
}

/** How long attendees stayed, and when they came and went. The span is bounded: its curves have a point for every step. */
export async function retentionOf(
  history: History,
  question: SpanQuestion,
  steps: RetentionSteps,
): Promise<Retention> {
  const asked = askedSlices(question);
  const lengths: number[] = [];
  const last = Math.min(question.to - 1, question.through);
  const sinceJoin = new SinceJoin(steps.stepMs, last);
  const sinceStart = new SinceStart(steps, { from: question.from, last });
  for await (const slices of attendeesOfSpan(history, question)) {
    const stay = stayOf(slices, asked);
    if (stay === undefined) continue;
    lengths.push(stay.lengthMs);
    sinceJoin.add(stay);
    sinceStart.add(stay);
  }
  return {
    attendees: lengths.length,
    stayMs: percentilesOf(Float64Array.from(lengths)),
    sinceJoin: sinceJoin.points(),
    sinceStart: sinceStart.points(),
  };
}
