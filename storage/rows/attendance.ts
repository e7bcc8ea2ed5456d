import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { Mode } from '../../server/protocol/client-messages.ts';
import type { SliceRow } from './slices.ts';

/** Attendance of one attendee in one mode. */
export interface ModeAttendance {
  /** Was counted at some instant. */
  readonly isCounted: boolean;
  readonly watchMs: number;
  readonly engagedMinutes: number;
  /** 0 or 1 in a session; in an event the sum over its sessions. */
  readonly views: number;
  /** Number of the last UTC minute that is in `engagedMinutes`; -1: none. Of sessions only. */
  readonly lastMinute: number;
}

/** What the ended slices of one attendee in a session or an event give. Times in ms. */
export interface Attendance {
  /** Of the slice that began first. */
  readonly firstAt: number;
  readonly firstSlice: number;
  readonly country: string;
  readonly lastAt: number;
  readonly slices: number;
  readonly live: ModeAttendance;
  readonly onDemand: ModeAttendance;
}

export interface AttendanceRow extends Attendance {
  readonly scope: ScopeKey;
  readonly attendeeKey: number;
}

/** The minutes of a UTC hour (number since the epoch) in which an attendee was in an event: 30 bits each. */
export interface ActiveHour {
  readonly event: ScopeKey;
  readonly attendeeKey: number;
  readonly hour: number;
  readonly liveLow: number;
  readonly liveHigh: number;
  readonly onDemandLow: number;
  readonly onDemandHigh: number;
}

/** What a slice gives its attendee's attendance. Times in ms. */
export interface SliceAttendance {
  readonly session: ScopeKey;
  readonly event: ScopeKey;
  readonly slice: number;
  readonly mode: Mode;
  readonly start: number;
  readonly end: number;
  readonly country: string;
  readonly isCounted: boolean;
  readonly watchMs: number;
  /** So much watch time in the session makes a view. */
  readonly viewMs: number;
  /** Numbers of the first and last UTC minute of each part that counts for engaged minutes. */
  readonly minutes: readonly (readonly [first: number, last: number])[];
}

/** Attendance of some attendees of an event, all of it, in place of what is stored of them. */
export interface AttendanceReplaced {
  readonly event: ScopeKey;
  /** Something of the event has been purged: it keeps what it has, and only its sessions change. */
  readonly keepsEvent: boolean;
  /** All sessions of the event. */
  readonly sessions: readonly ScopeKey[];
  readonly attendees: readonly number[];
  /** In order of start and slice. */
  readonly slices: readonly (SliceAttendance & { readonly attendeeKey: number })[];
  /** Whose attendance is computed anew, and as far as which attendee that is done (null: it is done); null: nobody's. */
  readonly stale: { readonly session: ScopeKey; readonly afterAttendee: number | null } | null;
}

/** Attendance in a session or an event. */
export interface AttendanceFilter {
  readonly scope: ScopeKey;
  /** The event itself where that is the scope; null: of a session. */
  readonly event: ScopeKey | null;
  /** Those that count in the scope. */
  readonly sessions: readonly ScopeKey[];
}

export interface AttendancePage extends AttendanceFilter {
  readonly afterAttendee: number;
  readonly limit: number;
}

export interface AttendanceOf extends AttendanceFilter {
  /** Keys. */
  readonly attendees: readonly number[];
}

/** Open slices, and what is stored of the ended ones of the same attendees. */
export interface OpenAttendance {
  /** In order of attendee, start, slice. */
  readonly slices: readonly SliceRow[];
  /** In the sessions and the event. */
  readonly rows: readonly AttendanceRow[];
  readonly hours: readonly ActiveHour[];
}

export interface AttendanceNow {
  /** Of ended slices, in order of attendee. */
  readonly rows: readonly AttendanceRow[];
  readonly open: OpenAttendance;
}

/** A session whose past has changed: attendance of attendees after this one is to be computed anew from slices. */
export interface StaleAttendance {
  readonly session: ScopeKey;
  readonly afterAttendee: number;
}
