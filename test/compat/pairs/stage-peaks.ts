import type { LiveWindow } from '../../../server/live/catalogue.ts';

const MINUTE_MS = 60_000;

/** A slice as our own API has it, with when its session was live. */
export interface ToldSlice {
  readonly attendee: string;
  readonly mode: string;
  readonly start: string;
  readonly countedUntil: string | null;
  readonly windows: readonly LiveWindow[];
}

interface Span {
  readonly attendee: string;
  readonly from: number;
  readonly to: number;
}

/** What of a slice lies within when its session was live; all of it where nobody ever said. */
function spansOf({ attendee, mode, start, countedUntil, windows }: ToldSlice, through: number): Span[] {
  if (mode !== 'live') return [];
  const [begin, until] = [Date.parse(start), countedUntil === null ? through + 1 : Date.parse(countedUntil)];
  const known: readonly LiveWindow[] = windows.length === 0 ? [[null, null]] : windows;
  return known.flatMap(([opened, closed]) => {
    const from = Math.max(begin, opened ?? begin);
    const to = Math.min(until, closed ?? until);
    return from < to ? [{ attendee, from, to }] : [];
  });
}

/**
 * The most who watched at one instant, for each minute from that of the first goLive to that of the last end, counted instant by
 * instant; empty where nothing ever went live.
 */
export function stagePeaks(
  windows: readonly LiveWindow[],
  slices: readonly ToldSlice[],
  through: number,
): (readonly [minute: number, peak: number])[] {
  const starts = windows.flatMap(([from]) => from ?? []);
  if (starts.length === 0) return [];
  const zero = Math.floor(Math.min(...starts) / MINUTE_MS);
  const end = Math.max(...windows.map(([, to]) => to ?? through));
  const last = Math.floor(end / MINUTE_MS);
  const spans = slices.flatMap((slice) => spansOf(slice, through));
  const peaks: (readonly [number, number])[] = [];
  for (let minute = zero; minute <= last; minute++) {
    const [from, to] = [minute * MINUTE_MS, (minute + 1) * MINUTE_MS];
    const instants = [
      from,
      ...spans.map((span) => span.from).filter((at) => at > from && at < to && at <= end),
    ];
    const counts = instants.map(
      (at) =>
        new Set(spans.filter((span) => span.from <= at && at < span.to).map(({ attendee }) => attendee)).size,
    );
    peaks.push([minute - zero, Math.max(...counts)]);
  }
  return peaks;
}
