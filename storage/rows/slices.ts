import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { EndedBy } from '../../server/live/effects.ts';
import type { Mode } from '../../server/protocol/client-messages.ts';
import type { Span, SpanFilter } from './spans.ts';

/** A slice as stored; `end`, `countedUntil`, `endedBy` are null while it is open. */
export interface SliceRow {
  readonly slice: number;
  readonly session: ScopeKey;
  readonly attendee: string;
  /** Key of the attendee's row, for cursors. */
  readonly attendeeKey: number;
  readonly mode: Mode;
  readonly start: number;
  readonly end: number | null;
  readonly countedUntil: number | null;
  readonly endedBy: EndedBy | null;
  readonly country: string;
  /** Advance of the playback position, not yet capped by the slice's length; null where no position was reported. */
  readonly playedMs: number | null;
  /** Of an imported one. */
  readonly clientId?: string | null;
}

/** As much of a slice as is needed to count it. */
export type SliceToCount = Required<Omit<SliceRow, 'attendee' | 'endedBy' | 'country'>>;

/** Rows after `after` in the list's order; `from` inclusive, `to` exclusive, ms. */
export interface SliceFilter {
  readonly session: ScopeKey;
  readonly attendee?: string | undefined;
  readonly mode?: Mode | undefined;
  /** Slices that touch `[from, to)`: still open or ended at or after `from`, started before `to`. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly after?: { readonly start: number; readonly slice: number } | undefined;
  readonly limit: number;
}

/** Slices of some sessions: those that were counted at `from` or until just then, or those that began in `[from, to)`. */
export interface SlicesOfSessions extends Span {
  readonly sessions: readonly ScopeKey[];
  readonly which: 'standing' | 'begun';
}

/** A page of the slices of a span, of attendees up to a key. */
export interface SpanSlicesFilter extends SpanFilter {
  /** The row that the page before ended with; an attendee before the first one begins. */
  readonly after: Pick<SliceRow, 'attendeeKey' | 'start' | 'slice'>;
  readonly throughAttendee: number;
  readonly limit: number;
}

/** The first start, the latest end and when the last one left the count, ms; both null while somebody is present. */
export interface Extent {
  readonly start: number;
  readonly end: number | null;
  readonly countedUntil: number | null;
}

/** These attendees (keys) in these sessions. */
export interface SlicesOf {
  readonly sessions: readonly ScopeKey[];
  readonly attendees: readonly number[];
}

/** The next attendees of a session after one (a key, 0 to begin). */
export interface SessionAttendees {
  readonly session: ScopeKey;
  readonly afterAttendee: number;
  readonly limit: number;
}

/** The next slices of all, in order of start and slice. */
export interface SlicesPage {
  readonly after: { readonly start: number; readonly slice: number };
  readonly limit: number;
}

/** Those counted at any instant of `[from, to)` in any of the sessions. */
export interface UniquesFilter extends SpanFilter {
  readonly mode?: Mode | undefined;
}
