import type { LiveWindow, SessionKind } from '../../../server/live/catalogue.ts';
import type { EndedBy } from '../../../server/live/effects.ts';
import type { Mode, VisibilityState } from '../../../server/protocol/client-messages.ts';

export interface OracleEvent {
  /** The tenant. */
  readonly org: string;
  readonly id: string;
  /** The organization that it belongs to. */
  readonly owner: string;
}

export interface OracleSession {
  /** The tenant. */
  readonly org: string;
  readonly id: string;
  readonly event: string;
  /** The organization of its event, the parent of that, and so on. */
  readonly owners: readonly string[];
  /** Which of its scopes are deleted: `session`, `event` or the id of an organization. */
  readonly gone: Set<string>;
  /** Somebody who is no attendee has engaged in it before anybody was in it. */
  hasEngagements: boolean;
  kind: SessionKind;
  capacity: number | null;
  enforceCapacity: boolean;
  windows: LiveWindow[];
  ended: boolean;
  replay: boolean;
}

export interface OracleSlice {
  readonly number: number;
  readonly session: OracleSession;
  /** A pseudonym from the erasure on. */
  attendee: string;
  readonly mode: Mode;
  readonly start: number;
  readonly country: string;
  /** Open connections in it. */
  seats: Seat[];
  /** Deadlines of the running resume windows. */
  windows: number[];
  proof: number;
  /** State of the last connection that was open in it. */
  lastState: VisibilityState;
  /** Reports of playback, as the client gave them. */
  played: { at: number; advanceMs: number }[];
  ended: { end: number; countedUntil: number; endedBy: EndedBy } | null;
}

export interface Seat {
  readonly connection: string;
  readonly slice: OracleSlice;
  state: VisibilityState;
  readonly since: number;
  /** Infinity while it lasts. */
  until: number;
}

/** The counted part of somebody's presence, `[start, end)`; `end` is Infinity while it lasts. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ScopeName {
  readonly org: string;
  readonly kind: 'session' | 'event' | 'organization';
  readonly id: string;
}

/** What live must answer for a scope at an instant. */
export interface OracleFigures {
  readonly concurrent: number;
  readonly connections: number;
  readonly peak: { readonly value: number; readonly at: number | null };
  readonly minute: {
    readonly start: number;
    readonly peak: number;
    readonly minimum: number;
    readonly average: number;
    readonly joins: number;
    readonly leaves: number;
    readonly uniques: number;
  };
  readonly watchMs: number;
  readonly byMode: Readonly<Record<Mode, number>>;
  readonly byCountry: Readonly<Record<string, number>>;
  readonly visibility: Readonly<Record<VisibilityState, number>>;
}

export const MINUTE = 60_000;
export const DAY = 86_400_000;
export const STANDSTILL = 2_000;
