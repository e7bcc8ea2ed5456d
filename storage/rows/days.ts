import type { ScopeKey } from '../../server/live/catalogue.ts';

/** A UTC day (number since the epoch) of an event. */
export interface EventDay {
  readonly event: ScopeKey;
  readonly day: number;
}

/** What is kept of an event's day, but for its people. */
export interface KeptDay extends EventDay {
  /** The first and last instant that its figures are about, both included, ms. */
  readonly from: number;
  readonly to: number;
  /** In which somebody was. */
  readonly sessions: readonly ScopeKey[];
  /** How often each action was done, by session. */
  readonly actions: readonly SessionActions[];
}

export interface SessionActions {
  readonly session: ScopeKey;
  /** By action. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Some people of an event's day, packed as server/figures/days has it. */
export interface PackedPeople {
  readonly presence: Uint8Array;
  readonly engaged: Uint8Array;
}

/** A day whose past has changed; `changes` grows whenever it does so again. */
export interface DayToKeep extends EventDay {
  readonly changes: number;
}

/** UTC days, both included. */
export interface Days {
  readonly first: number;
  readonly last: number;
}

export interface DaysFilter extends Days {
  readonly events: readonly ScopeKey[];
}

export interface KeptDays {
  /** Of days before this one those that are neither in `days` nor in `missing` have nothing; null while no day is kept. */
  readonly before: number | null;
  /** Without those of `missing`. */
  readonly days: readonly KeptDay[];
  readonly missing: readonly EventDay[];
}

/** A day with all its people, to be kept as it was `changes` ago. */
export interface DayWritten extends DayToKeep, KeptDay {
  readonly people: readonly PackedPeople[];
}

/** How often an attendee engaged in a session. */
export interface SessionEngaged {
  readonly attendeeKey: number;
  readonly session: ScopeKey;
  readonly count: number;
}
