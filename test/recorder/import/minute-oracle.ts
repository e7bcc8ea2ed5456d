import type { RecountedMinute } from '../../../server/figures/recount/recount.ts';

/** A presence as it was said, whoever said it. Times in ms. */
export interface Told {
  readonly session: string;
  readonly attendee: string;
  readonly mode: 'live' | 'onDemand';
  readonly start: number;
  readonly end: number;
}

type Minute = Omit<RecountedMinute, 'scope' | 'track'>;

const MINUTE_MS = 60_000;

/** When each attendee is counted: half-open spans that neither overlap nor touch. */
function spansOf(slices: readonly Told[]): [start: number, end: number][] {
  const spans: [number, number][] = [];
  for (const attendee of new Set(slices.map((slice) => slice.attendee))) {
    const own = slices.filter((slice) => slice.attendee === attendee && slice.end > slice.start);
    const joined: [number, number][] = [];
    for (const { start, end } of own.sort((a, b) => a.start - b.start)) {
      const last = joined.at(-1);
      if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
      else joined.push([start, end]);
    }
    spans.push(...joined);
  }
  return spans;
}

/** Attendees counted at any instant of a minute, by brute force: every instant at which somebody comes or goes is looked at. */
export function minuteOf(slices: readonly Told[], minute: number): Minute | undefined {
  const end = minute + MINUTE_MS;
  const spans = spansOf(slices);
  const countAt = (time: number) => spans.filter(([from, to]) => from <= time && time < to).length;
  const turns = spans.flat().filter((time) => time > minute && time < end);
  const instants = [minute, ...new Set(turns.sort((a, b) => a - b))];
  const counts = instants.map(countAt);
  const peak = Math.max(...counts);
  const within = (time: number) => time >= minute && time < end;
  const joins = spans.filter(([from]) => within(from)).length;
  const leaves = spans.filter(([, to]) => within(to)).length;
  if (peak === 0 && joins === 0 && leaves === 0) return undefined;
  const inMinute = (slice: Told) => slice.start < end && slice.end > minute && slice.end > slice.start;
  return {
    minute,
    peak,
    peakAt: instants[counts.indexOf(peak)] ?? minute,
    minimum: Math.min(...counts),
    area: spans.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, end) - Math.max(from, minute)), 0),
    covered: MINUTE_MS,
    joins,
    leaves,
    uniques: new Set(slices.filter(inMinute).map(({ attendee }) => attendee)).size,
  };
}

/** The highest number of attendees at one instant, and when it was first reached. */
export function peakOf(slices: readonly Told[]): { value: number; at: number } {
  const spans = spansOf(slices);
  const countAt = (time: number) => spans.filter(([from, to]) => from <= time && time < to).length;
  const starts = spans.map(([start]) => start).sort((a, b) => a - b);
  return starts.reduce((best, at) => (countAt(at) > best.value ? { value: countAt(at), at } : best), {
    value: 0,
    at: 0,
  });
}

export function uniquesOf(slices: readonly Told[]): number {
  return new Set(slices.filter(({ start, end }) => end > start).map(({ attendee }) => attendee)).size;
}

export function watchOf(slices: readonly Told[]): number {
  return slices.reduce((sum, { start, end }) => sum + end - start, 0);
}
