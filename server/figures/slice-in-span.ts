import type { SliceRow } from '../../storage/types.ts';
import { liveLength } from '../live/live-windows.ts';
import type { MinuteRange } from './minute-ranges.ts';
import { isCounted, minutesBetween, watchedMs } from './slice-figures.ts';
import type { AskedSession, Span } from './span-question.ts';

/** A span, and the log time that open slices last until, ms. */
export interface KnownSpan extends Span {
  readonly through: number;
}

/** Counted at some instant of the span. */
export function isCountedIn(slice: SliceRow, { from, to }: Span): boolean {
  return isCounted(slice) && slice.start < to && (slice.countedUntil ?? Number.POSITIVE_INFINITY) > from;
}

/**
 * Watch time of a slice within a span, whole ms. Of a slice that reports playback positions only the sum of their advance is known,
 * so it is spread evenly over the slice, and what has been watched by an instant is rounded: parts of a span add up to the whole.
 */
export function watchedInMs(slice: SliceRow, session: AskedSession, span: KnownSpan): number {
  const { windows, videoDurationSeconds } = session;
  const { start } = slice;
  const end = slice.end ?? span.through;
  const part = { start: Math.max(start, span.from), end: Math.min(end, span.to) };
  const length = liveLength(part, slice.mode === 'live' ? windows : []);
  if (slice.playedMs === null || slice.mode === 'live' || length === 0) return length;
  const watched = watchedMs(slice, { windows, videoDurationSeconds, now: span.through });
  const watchedBy = (time: number) => Math.round(((time - start) * watched) / (end - start));
  return watchedBy(part.end) - watchedBy(part.start);
}

/** The UTC minutes that a slice's `[start, end]` touches within a span; of a live one while the session was live. */
export function minutesTouched(
  slice: SliceRow,
  { windows, videoDurationSeconds }: AskedSession,
  { from, to, through }: KnownSpan,
): MinuteRange[] {
  if (!isCounted(slice)) return [];
  const { mode, start, end } = slice;
  // The instant `to` itself is no part of the span.
  const part = { mode, start: Math.max(start, from), end: Math.min(end ?? through, to - 1) };
  return minutesBetween(part, { windows, videoDurationSeconds, now: through });
}
