import type { SliceRow } from '../../storage/types.ts';
import { MINUTE_MS } from '../durations.ts';
import type { LiveWindow, Session } from '../live/catalogue.ts';
import { liveLength } from '../live/live-windows.ts';

/** What is known of a session, for its figures. Times in ms. */
export interface SessionFacts {
  readonly windows: readonly LiveWindow[];
  readonly videoDurationSeconds: number | null;
  /** Log time up to which slices are known: open ones last until then. */
  readonly now: number;
}

export function sessionFacts({ windows, details }: Session, now: number): SessionFacts {
  return { windows, videoDurationSeconds: details.videoDurationSeconds, now };
}

const VIEW_MS = 30_000;

/** How much of a session makes a view, ms: 30 s, or the whole video where it is shorter; at least something. */
export function viewMsOf(videoDurationSeconds: number | null): number {
  const whole = videoDurationSeconds === null ? VIEW_MS : Math.ceil(videoDurationSeconds * 1000);
  return Math.max(1, Math.min(VIEW_MS, whole));
}

export function isView(watchMs: number, videoDurationSeconds: number | null): boolean {
  return watchMs >= viewMsOf(videoDurationSeconds);
}

/** Watch time of a slice, ms: the advance of the position where one was reported, capped; live ones cut to the live windows. */
export function watchedMs(
  { mode, start, end, playedMs }: Pick<SliceRow, 'mode' | 'start' | 'end' | 'playedMs'>,
  { windows, now }: SessionFacts,
): number {
  const length = liveLength({ start, end: end ?? now }, mode === 'live' ? windows : []);
  return playedMs === null || mode === 'live' ? length : Math.min(length, playedMs);
}

/**
 * Counted at some instant. A slice that was not, since all of it was one instant, brings no figure of anybody: no attendee, no
 * engaged minute, no stay. It is kept, and is in lists of slices.
 */
export function isCounted({ start, countedUntil }: Pick<SliceRow, 'start' | 'countedUntil'>): boolean {
  return countedUntil === null || countedUntil > start;
}

/** An import brought it: live has not counted it. */
export function isImported({ clientId = null }: Pick<SliceRow, 'clientId'>): boolean {
  return clientId !== null;
}

type MinuteSpan = readonly [first: number, last: number];

/** Numbers of the first and last UTC minute of each part of the slice's `[start, end]` in which it was live. */
export function minuteSpans(
  slice: Pick<SliceRow, 'mode' | 'start' | 'end' | 'countedUntil'>,
  facts: SessionFacts,
): MinuteSpan[] {
  return isCounted(slice) ? minutesBetween(slice, facts) : [];
}

/** The same of a part of a slice that was counted. */
export function minutesBetween(
  { mode, start, end }: Pick<SliceRow, 'mode' | 'start' | 'end'>,
  { windows, now }: SessionFacts,
): MinuteSpan[] {
  const spans = mode === 'live' && windows.length > 0 ? windows : ALWAYS;
  return spans.flatMap(([opened, closed]): MinuteSpan[] => {
    const from = Math.max(start, opened ?? start);
    const to = Math.min(end ?? now, closed ?? Number.POSITIVE_INFINITY);
    return from <= to ? [[Math.floor(from / MINUTE_MS), Math.floor(to / MINUTE_MS)]] : [];
  });
}

const ALWAYS: readonly LiveWindow[] = [[null, null]];

/** Splits rows that are in order of attendee. */
export function byAttendee(rows: readonly SliceRow[]): SliceRow[][] {
  const groups: SliceRow[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last?.[0]?.attendeeKey === row.attendeeKey) last.push(row);
    else groups.push([row]);
  }
  return groups;
}
