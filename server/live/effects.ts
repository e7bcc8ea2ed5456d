import type { Mode, ScopeKind, VisibilityState } from '../protocol/client-messages.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { Acted } from './acts.ts';
import type { ApiKey } from './api-keys.ts';
import type { Block } from './blocks.ts';
import type { Event, Organization, Retention, ScopeKey, Session } from './catalogue.ts';
import type { Actor, Idempotency } from './changes.ts';
import type { CatalogueLine, PastLine } from './import-lines.ts';
import type { Keep } from './keeping.ts';

export type EndedBy = 'leave' | 'drop' | 'timeout' | 'kick' | 'erased' | 'crash';

/** 0 all modes together, 1 live, 2 onDemand. */
export type Track = 0 | 1 | 2;

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

/** An engagement in log order, with what live decides of it; the recorder decides the rest. */
export interface Engaged {
  readonly kind: 'engaged';
  readonly tenant: ScopeKey;
  /** Null when the actor can reach no such session. */
  readonly session: ScopeKey | null;
  /** The session, its event, its organization and that one's parents. */
  readonly scopes: readonly ScopeKey[];
  /** Keys of the actor's own organization and of its parents, the own one first. */
  readonly owners: readonly ScopeKey[];
  readonly actor: Actor;
  readonly id: string;
  readonly action: string;
  readonly data: unknown;
  readonly at: number;
  /** Counted in the session at this instant, over any connection. */
  readonly present: boolean;
}

/**
 * A scope exists no more, and with it goes all that is kept of it alone. `parents`: the scopes in which it counted and which
 * stay; what it added there stays, too, but cannot be counted again.
 */
export interface Deleted {
  readonly kind: 'deleted';
  readonly scopeKind: ScopeKind;
  readonly scope: ScopeKey;
  readonly tenant: ScopeKey;
  readonly id: string;
  readonly parents: readonly ScopeKey[];
}

/** Where a registration belongs: the session or event itself, and its event. */
export interface Place {
  readonly scope: ScopeKey;
  readonly event: ScopeKey;
}

/** Something to keep, in log order; the recorder decides whether. */
export interface Kept {
  readonly kind: 'kept';
  readonly tenant: ScopeKey;
  /** Keys of the actor's own organization and of its parents, the own one first. */
  readonly owners: readonly ScopeKey[];
  /** Of registrations only. */
  readonly place: Place | null;
  readonly actor: Actor;
  readonly keep: Keep;
  readonly at: number;
}

/** A part of an import to be kept until it ends. */
export interface ImportPart {
  readonly kind: 'importPart';
  readonly tenant: ScopeKey;
  readonly import: string;
  readonly number: number;
  readonly past: readonly PastLine[];
}

/** What is kept of the import is not needed any more. */
export interface ImportGone {
  readonly kind: 'importGone';
  readonly tenant: ScopeKey;
  readonly import: string;
}

/** A session and what it counts in. */
export interface CountedSession {
  readonly row: Session;
  /** The organization of its event and that one's parents. */
  readonly organizations: readonly ScopeKey[];
}

/** All parts of an import stand: after everything else of the entry, the recorder applies what live has not. */
export interface ImportEnded {
  readonly kind: 'importEnded';
  readonly tenant: ScopeKey;
  readonly actor: Actor;
  /** As with what is kept. */
  readonly owners: readonly ScopeKey[];
  readonly import: string;
  readonly parts: number;
  readonly lines: number;
  readonly repeatedLines: number;
  readonly idempotency: Idempotency | undefined;
  /** Catalogue lines that live has applied, and those that were there already. */
  readonly applied: Readonly<Record<CatalogueLine['kind'], number>>;
  readonly repeated: Readonly<Record<CatalogueLine['kind'], number>>;
  /** All of the tenant. */
  readonly sessions: readonly CountedSession[];
  /** Keys of the events that past lines are about, by id. */
  readonly events: Readonly<Record<string, ScopeKey>>;
  /** Of the slices that are kept for it: the others follow in the order of the parts. */
  readonly firstSlice: number;
  readonly at: number;
}

/** What was stored of an attendee is a pseudonym's from here on, without anything personal; what comes later is a new person's. */
export interface Erased {
  readonly kind: 'erased';
  readonly tenant: ScopeKey;
  /** Null: nothing is stored of them. */
  readonly attendee: string | null;
  readonly pseudonym: string;
  /** The tombstone. */
  readonly hash: string;
  readonly at: number;
}

/** Every node closes the sockets that this concerns. */
export interface Expelled {
  readonly kind: 'expelled';
  readonly tenant: ScopeKey;
  readonly attendee: string;
  /** Only of this one; null: of everything in the organization and those below. */
  readonly session: ScopeKey | null;
  readonly organization: ScopeKey;
  /** What they are told. */
  readonly code: ErrorCode;
}

/** Somebody is kept out of a session or organization, for another time than before. */
export interface Blocked extends Block {
  readonly kind: 'blocked';
}

/** A part of a purge: what an organization's own events and sessions have from before a horizon. */
export interface Purged {
  readonly kind: 'purged';
  readonly tenant: ScopeKey;
  readonly organization: ScopeKey;
  /** Keys of the organizations above it. */
  readonly parents: readonly ScopeKey[];
  readonly before: number;
  readonly scope: Retention['scope'];
  readonly keepAggregates: boolean;
  readonly salt: string;
  readonly at: number;
}

/** What the recorder decides: each is settled when it has. */
export type Undecided = Engaged | Kept;

export type Effect =
  | { readonly kind: 'organization'; readonly organization: Organization }
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'session'; readonly session: Session }
  | Deleted
  | SliceStarted
  | SliceEnded
  | SlicePlayed
  | SliceVisibility
  | Seen
  | PeakReached
  | WatchBanked
  | MinuteClosed
  | ImportPart
  | ImportGone
  | ImportEnded
  | Erased
  | Purged
  | Expelled
  | Acted
  | Blocked
  | { readonly kind: 'keyMade'; readonly key: ApiKey }
  | { readonly kind: 'keyDeleted'; readonly id: string }
  | Undecided;

/** What an entry did. */
export interface Applied {
  /** One for each change of the entry, in order: null when it was accepted, else why not. */
  readonly outcomes: readonly (ErrorCode | null)[];
  readonly effects: readonly Effect[];
  /** The log stood still before this entry: nothing is known of the time between. */
  readonly standstill: boolean;
  /**
   * Null when the entry counts. `repeated`: its number is not the one awaited; `ended`: its incarnation is over, or never
   * began. Then none of its changes was applied (`outcomes` is empty), only its time.
   */
  readonly skipped: 'repeated' | 'ended' | null;
  /** Incarnations that ended with this entry: dead, stopped, or followed by a newer one of their node. */
  readonly ended: readonly string[];
}
