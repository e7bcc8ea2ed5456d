import type { SliceRow } from '../../storage/types.ts';
import type { LiveWindow } from '../live/catalogue.ts';
import { liveLength } from '../live/live-windows.ts';
import type { Mode } from '../protocol/client-messages.ts';

/** What is known of a session, for its figures. Times in ms. */
export interface SessionFacts {
  readonly windows: readonly LiveWindow[];
  readonly videoDurationSeconds: number | null;
  /** Log time up to which slices are known: open ones last until then. */
  readonly now: number;
}

export interface ModeFigures {
  readonly watchMs: number;
  readonly engagedMinutes: number;
  readonly isView: boolean;
  /** Was in the session in this mode at all. */
  readonly attended: boolean;
}

/** One attendee in one session. */
export interface AttendeeFigures {
  readonly attendee: string;
  readonly attendeeKey: number;
  /** Of the first slice. */
  readonly country: string;
  readonly byMode: Readonly<Record<Mode, ModeFigures>>;
  readonly firstJoinedAt: number;
  readonly lastSeenAt: number;
  readonly slices: number;
}

const MINUTE_MS = 60_000;
const VIEW_MS = 30_000;

/** The threshold of a view: 30 s, or the whole video where it is shorter (contracts section 1). */
export function isView(watchMs: number, videoDurationSeconds: number | null): boolean {
  return (
    watchMs > 0 && watchMs >= Math.min(VIEW_MS, (videoDurationSeconds ?? Number.POSITIVE_INFINITY) * 1000)
  );
}

/** Watch time of a slice, ms: the advance of the position where one was reported, capped; live ones cut to the live windows. */
export function watchedMs({ mode, start, end, playedMs }: SliceRow, { windows, now }: SessionFacts): number {
  const length = liveLength({ start, end: end ?? now }, mode === 'live' ? windows : []);
  return playedMs === null || mode === 'live' ? length : Math.min(length, playedMs);
}

/** Counted at some instant: an empty interval counts nowhere. */
export function isCounted({ start, countedUntil }: SliceRow): boolean {
  return countedUntil === null || countedUntil > start;
}

/** Adds the UTC minutes (numbers since the epoch) that the slice's `[start, end]` touches while it was live. */
export function addMinutes(
  minutes: Set<number>,
  { mode, start, end }: SliceRow,
  { windows, now }: SessionFacts,
): void {
  const spans = mode === 'live' && windows.length > 0 ? windows : ALWAYS;
  for (const [opened, closed] of spans) {
    const from = Math.max(start, opened ?? start);
    const to = Math.min(end ?? now, closed ?? Number.POSITIVE_INFINITY);
    for (let minute = Math.floor(from / MINUTE_MS); minute * MINUTE_MS <= to && from <= to; minute++)
      minutes.add(minute);
  }
}

const ALWAYS: readonly LiveWindow[] = [[null, null]];

function modeFigures(slices: readonly SliceRow[], facts: SessionFacts): ModeFigures {
  const minutes = new Set<number>();
  for (const slice of slices) addMinutes(minutes, slice, facts);
  const watchMs = slices.reduce((sum, slice) => sum + watchedMs(slice, facts), 0);
  return {
    watchMs,
    engagedMinutes: minutes.size,
    isView: isView(watchMs, facts.videoDurationSeconds),
    attended: slices.some(isCounted),
  };
}

/** The figures of one attendee from all their slices in one session, in order of start. Undefined when none ever counted. */
export function attendeeFigures(
  slices: readonly SliceRow[],
  facts: SessionFacts,
): AttendeeFigures | undefined {
  const [first] = slices;
  if (first === undefined || !slices.some(isCounted)) return undefined;
  return {
    attendee: first.attendee,
    attendeeKey: first.attendeeKey,
    country: first.country,
    byMode: {
      live: modeFigures(
        slices.filter(({ mode }) => mode === 'live'),
        facts,
      ),
      onDemand: modeFigures(
        slices.filter(({ mode }) => mode === 'onDemand'),
        facts,
      ),
    },
    firstJoinedAt: first.start,
    lastSeenAt: Math.max(...slices.map(({ end }) => end ?? facts.now)),
    slices: slices.length,
  };
}

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
