import type { Mode, VisibilityState } from '../../protocol/client-messages.ts';
import type { Actor } from './actor.ts';

export interface JoinChange {
  readonly kind: 'join';
  /** Unique within the incarnation. */
  readonly connection: number;
  readonly actor: Actor;
  readonly session: string;
  readonly mode: Mode;
  /** ISO 3166-1 alpha-2 or `unknown`. */
  readonly country: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  /** `STRICT_SESSIONS`: an unregistered session is refused. Settings travel in entries. */
  readonly strict: boolean;
}

export interface LeaveChange {
  readonly kind: 'leave';
  readonly connection: number;
  readonly actor: Actor;
  readonly session: string;
}

/** The connection is gone, without a leave: its people stay counted for the window. */
export interface DropChange {
  readonly kind: 'drop';
  readonly connection: number;
  /** How long before the entry the last proof of presence was. */
  readonly ageMs: number;
  readonly windowMs: number;
}

/** The connection said nothing for its timeout: its people leave the count at once. */
export interface SilentChange {
  readonly kind: 'silent';
  readonly connection: number;
  readonly ageMs: number;
}

export interface VisibilityChange {
  readonly kind: 'visibility';
  readonly connection: number;
  readonly session: string;
  readonly state: VisibilityState;
}

/**
 * Playback since the last such change of this connection and session. It counts in onDemand slices only (in a live one it
 * changes nothing): there the watched time so far becomes `min(watched + advanceMs, entry time - slice start)`.
 */
export interface PlayedChange {
  readonly kind: 'played';
  readonly connection: number;
  readonly session: string;
  /** Advance of the position, capped by the time elapsed, ms. */
  readonly advanceMs: number;
  /** Parts of the video that were played, ms of position, in order of playing. */
  readonly spans: readonly (readonly [from: number, to: number])[];
}

export type PresenceChange =
  | JoinChange
  | LeaveChange
  | DropChange
  | SilentChange
  | VisibilityChange
  | PlayedChange;
