import type { SliceRow } from '../../storage/types.ts';
import type { LiveWindow } from '../live/catalogue.ts';
import { liveLength } from '../live/live-windows.ts';
import { isCounted, watchedMs } from './attendee-figures.ts';
import { MINUTE_MS, type MinuteRange } from './minute-ranges.ts';
import type { AskedSession, Span } from './span-question.ts';

/** A span, and the log time that open slices last until, ms. */
export interface KnownSpan extends Span {
  readonly through: number;
}

const ALWAYS: readonly LiveWindow[] = [[null, null]];

/** Counted at some instant of the span. */
export function isCountedIn(slice: SliceRow, { from, to }: Span): boolean {
  return isCounted(slice) && slice.start < to && (slice.countedUntil ?? Number.POSITIVE_INFINITY) > from;
}

/**
 * Watch time of a slice within a span, ms. Of a slice that reports playback positions only the sum of their advance is known,
 * so it is spread evenly over the slice: parts of a span add up to the whole.
 */
export function watchedInMs(slice: SliceRow, session: AskedSession, span: KnownSpan): number {
  const { windows, videoDurationSeconds } = session;
  const { start } = slice;
  const end = slice.end ?? span.through;
  const part = { start: Math.max(start, span.from), end: Math.min(end, span.to) };
  const length = liveLength(part, slice.mode === 'live' ? windows : []);
  if (slice.playedMs === null || slice.mode === 'live' || end <= start) return length;
  const watched = watchedMs(slice, { windows, videoDurationSeconds, now: span.through });
  return (length * watched) / (end - start);
}

/** The UTC minutes that a slice's `[start, end]` touches within a span; of a live one while the session was live. */
export function minutesTouched(
  { mode, start, end }: SliceRow,
  { windows }: AskedSession,
  { from, to, through }: KnownSpan,
): MinuteRange[] {
  const cuts = mode === 'live' && windows.length > 0 ? windows : ALWAYS;
  return cuts.flatMap(([opened, closed]) => {
    const first = Math.max(start, opened ?? start, from);
    // The instant `to` itself is no part of the span.
    const last = Math.min(end ?? through, closed ?? Number.POSITIVE_INFINITY, to - 1);
    if (first > last) return [];
    return [[Math.floor(first / MINUTE_MS), Math.floor(last / MINUTE_MS)] as const];
  });
}
