import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { AttendeeName, KnownAttendee } from './people.ts';
import type { KnownRegistration, RegistrationName } from './registrations.ts';
import type { SliceRow } from './slices.ts';
import type { PollRow } from './talk.ts';

export interface Upvote {
  readonly tenant: ScopeKey;
  readonly question: string;
  readonly attendee: string;
}

export interface PastQuestion {
  readonly ids: readonly { readonly tenant: ScopeKey; readonly id: string }[];
  readonly upvotes: readonly Upvote[];
  readonly polls: readonly { readonly session: ScopeKey; readonly poll: string }[];
  readonly attendees: readonly AttendeeName[];
  /** Ids that imports gave to slices. */
  readonly slices: readonly { readonly tenant: ScopeKey; readonly id: string }[];
  readonly registrations: readonly RegistrationName[];
}

/** An id that an import gave to a slice. */
export interface KnownSlice {
  readonly tenant: ScopeKey;
  readonly id: string;
  /** Null where the slice is not kept any more. */
  readonly row: SliceRow | null;
}

/** What is stored of the ids, upvotes, polls, attendees and registrations asked for; what is not there is left out. */
export interface PastAnswer {
  readonly ids: readonly {
    readonly tenant: ScopeKey;
    readonly id: string;
    readonly attendee: string;
    readonly session: ScopeKey;
    readonly action: string;
  }[];
  readonly upvotes: readonly Upvote[];
  readonly polls: readonly PollRow[];
  readonly attendees: readonly KnownAttendee[];
  readonly slices: readonly KnownSlice[];
  readonly registrations: readonly KnownRegistration[];
}
