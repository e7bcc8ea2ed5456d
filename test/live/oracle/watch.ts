import type { OracleSlice, Span } from './model.ts';
import { DAY } from './model.ts';
import { overlap } from './spans.ts';

function liveSpans(slice: OracleSlice): Span[] {
  const { windows } = slice.session;
  if (slice.mode === 'onDemand' || windows.length === 0) {
    return [{ start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }];
  }
  return windows.map(([start, end]) => ({
    start: start ?? Number.NEGATIVE_INFINITY,
    end: end ?? Number.POSITIVE_INFINITY,
  }));
}

/** How far the playback positions reported from `since` on advanced, never more than the time elapsed; null: none reported ever. */
export function playedMs(slice: OracleSlice, since = Number.NEGATIVE_INFINITY): number | null {
  if (slice.played.length === 0) return null;
  const from = Math.max(slice.start, since);
  return slice.played
    .filter(({ at }) => at >= from)
    .reduce((total, { at, advanceMs }) => Math.min(total + Math.round(advanceMs), at - from), 0);
}

/** Watch time of a slice from `since` to `at`, ms: its length, cut to when the session was live, or what was played of it. */
function watchedWithin(slice: OracleSlice, at: number, since: number): number {
  const presence = { start: Math.max(slice.start, since), end: slice.ended?.end ?? at };
  const length = liveSpans(slice).reduce((total, span) => total + overlap(presence, span), 0);
  return Math.min(playedMs(slice, since) ?? length, length);
}

export function watchMs(slices: readonly OracleSlice[], at: number, sinceMidnight: boolean): number {
  const since = sinceMidnight ? Math.floor(at / DAY) * DAY : Number.NEGATIVE_INFINITY;
  return slices.reduce((total, slice) => total + watchedWithin(slice, at, since), 0);
}
