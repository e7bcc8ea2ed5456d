import type { Span } from './model.ts';
import { MINUTE } from './model.ts';
import { overlap } from './spans.ts';

/** Counted spans by attendee, as `countedSpans` gives them. */
export type Presences = ReadonlyMap<string, readonly Span[]>;

export interface MinuteFigures {
  readonly peak: number;
  readonly peakAt: number;
  readonly minimum: number;
  readonly area: number;
  readonly covered: number;
  readonly joins: number;
  readonly leaves: number;
  readonly uniques: number;
}

export function countAt(presences: Presences, at: number): number {
  let count = 0;
  for (const spans of presences.values()) {
    if (spans.some((span) => span.start <= at && at < span.end)) count += 1;
  }
  return count;
}

/** The count at `from` and after each later change up to and including `until`. */
export function countsBetween(
  presences: Presences,
  from: number,
  until: number,
): [at: number, count: number][] {
  const deltas = new Map<number, number>();
  const add = (at: number, delta: number): void => {
    if (at > from && at <= until) deltas.set(at, (deltas.get(at) ?? 0) + delta);
  };
  for (const spans of presences.values()) {
    for (const span of spans) {
      add(span.start, 1);
      add(span.end, -1);
    }
  }
  let count = countAt(presences, from);
  const points: [number, number][] = [[from, count]];
  for (const [at, delta] of [...deltas].sort((a, b) => a[0] - b[0])) {
    count += delta;
    points.push([at, count]);
  }
  return points;
}

export function highest(points: readonly [at: number, count: number][]): { value: number; at: number } {
  let best = { value: -1, at: 0 };
  for (const [at, count] of points) if (count > best.value) best = { value: count, at };
  return best;
}

/** A minute's figures as far as `now`; `runs` are the spans in which the log was alive. */
export function minuteFigures(
  presences: Presences,
  { minute, now, runs }: { minute: number; now: number; runs: readonly Span[] },
): MinuteFigures {
  const inside = (at: number): boolean => at >= minute && at < minute + MINUTE;
  const points = countsBetween(presences, minute, Math.min(now, minute + MINUTE - 1));
  const covered = runs
    .map((run) => ({ start: Math.max(run.start, minute), end: Math.min(run.end, minute + MINUTE, now) }))
    .filter((run) => run.end > run.start);
  const all = [...presences.values()];
  const spans = all.flat();
  const { value, at } = highest(points);
  return {
    peak: value,
    peakAt: at,
    minimum: Math.min(...points.map(([, count]) => count)),
    area: sum(spans.flatMap((span) => covered.map((run) => overlap(span, run)))),
    covered: sum(covered.map((run) => run.end - run.start)),
    joins: spans.filter((span) => inside(span.start)).length,
    leaves: spans.filter((span) => inside(span.end)).length,
    uniques: all.filter((spans) => spans.some((span) => span.start < minute + MINUTE && span.end > minute))
      .length,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
