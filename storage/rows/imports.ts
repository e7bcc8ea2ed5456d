import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { SliceLine } from '../../server/live/import-lines.ts';
import type { Mode } from '../../server/protocol/client-messages.ts';

/** A slice that an import brought: it was counted until its end. */
export interface ImportedSlice extends Omit<SliceLine, 'kind' | 'line' | 'session'> {
  readonly slice: number;
  readonly tenant: ScopeKey;
  /** For whom nobody has named before. */
  readonly organization: ScopeKey;
  readonly session: ScopeKey;
}

/** What an import was answered. */
export interface ImportAnswer {
  /** Its id. */
  readonly import: string;
  readonly at: number;
  /** Of its body; null for a request without a key. */
  readonly digest: string | null;
  /** JSON. */
  readonly answer: unknown;
}

/** Watch time of imported slices of a session, to be added: since it exists (day 0), or on a UTC day. */
export interface BackfilledWatch {
  readonly session: ScopeKey;
  readonly day: number;
  readonly ms: number;
  /** Of mode live, from while nobody had said when the session was live; not in `ms`. */
  readonly uncutMs: number;
}

/** A presence that others of the same attendee, session and mode may overlap. */
export interface PresenceQuestion {
  readonly tenant: ScopeKey;
  readonly session: ScopeKey;
  readonly attendee: string;
  readonly mode: Mode;
  readonly start: number;
  readonly end: number;
}
