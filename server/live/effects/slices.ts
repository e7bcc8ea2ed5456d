import type { Mode, VisibilityState } from '../../protocol/client-messages.ts';
import type { ScopeKey } from '../catalogue.ts';

export type EndedBy = 'leave' | 'drop' | 'timeout' | 'kick' | 'erased' | 'crash';

export interface SliceStarted {
  readonly kind: 'sliceStarted';
  readonly slice: number;
  readonly tenant: ScopeKey;
  readonly session: ScopeKey;
  readonly attendee: string;
  readonly mode: Mode;
  readonly start: number;
  readonly country: string;
  readonly name: string | undefined;
  readonly email: string | undefined;
  /** Keys of the organization of the token and of its parents, that one first. */
  readonly owners: readonly ScopeKey[];
}

export interface SliceEnded {
  readonly kind: 'sliceEnded';
  readonly slice: number;
  readonly tenant: ScopeKey;
  readonly session: ScopeKey;
  readonly attendee: string;
  readonly mode: Mode;
  readonly start: number;
  readonly country: string;
  /** Advance of the playback position, ms; null where no position was reported. */
  readonly playedMs: number | null;
  /** Latest proof of presence. */
  readonly end: number;
  readonly countedUntil: number;
  readonly endedBy: EndedBy;
  /** No other slice of this attendee is open in this session. */
  readonly gone: boolean;
}

/** Playback positions of a slice: what to add to its watched time, and the parts played. */
export interface SlicePlayed {
  readonly kind: 'slicePlayed';
  readonly slice: number;
  /** What it added to the watched time, after the cap; 0 still says that this slice reports positions. */
  readonly advanceMs: number;
  readonly spans: readonly (readonly [from: number, to: number])[];
}

/** From `at` on, the attendee's state in the slice, the best over the connections in it. */
export interface SliceVisibility {
  readonly kind: 'sliceVisibility';
  readonly slice: number;
  readonly state: VisibilityState;
  readonly at: number;
}

export type SliceEffect = SliceStarted | SliceEnded | SlicePlayed | SliceVisibility;
