import type { ScopeKey } from '../catalogue.ts';

/** 0 all modes together, 1 live, 2 onDemand. */
export type Track = 0 | 1 | 2;

/** The attendee begins to be counted in the scope (again, perhaps). `day`: UTC day number for organizations, else 0. */
export interface Seen {
  readonly kind: 'seen';
  readonly scope: ScopeKey;
  readonly day: number;
  readonly tenant: ScopeKey;
  readonly attendee: string;
}

/** A new highest concurrency of a scope. `day`: UTC day number for organizations, else 0. */
export interface PeakReached {
  readonly kind: 'peak';
  readonly scope: ScopeKey;
  readonly day: number;
  readonly value: number;
  readonly at: number;
}

/** Watch time of a scope's ended slices so far. `day`: UTC day number for organizations, else 0. */
export interface WatchBanked {
  readonly kind: 'watch';
  readonly scope: ScopeKey;
  readonly day: number;
  readonly ms: number;
  /** The live part of it. */
  readonly liveMs: number;
}

/** A closed minute of a scope and track in which somebody was present or came or went. */
export interface MinuteClosed {
  readonly kind: 'minute';
  readonly scope: ScopeKey;
  readonly track: Track;
  /** Its start, ms. */
  readonly minute: number;
  readonly peak: number;
  readonly peakAt: number;
  readonly minimum: number;
  /** Attendee-milliseconds; divided by `covered` it is the time-weighted average. */
  readonly area: number;
  /** Milliseconds of the minute in which the log was alive. */
  readonly covered: number;
  readonly joins: number;
  readonly leaves: number;
  readonly uniques: number;
  /** Connections joined at its end: null for a single mode, and when it ended between two runs of a server. */
  readonly connections: number | null;
}

export type CountEffect = Seen | PeakReached | WatchBanked | MinuteClosed;
