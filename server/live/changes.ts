import type { Mode, Role, VisibilityState } from '../protocol/client-messages.ts';
import type { EventDetails, OrganizationDetails, Retention, SessionDetails } from './catalogue.ts';
import type { ExpectedVersion } from './expected-version.ts';
import type { CatalogueLine, ImportedPlace, PastLine } from './import-lines.ts';
import type { Keep } from './keeping.ts';

/** Who does something: the claims of the token, as far as they decide what it may reach. */
export interface Actor {
  readonly org: string;
  readonly attendee: string;
  readonly role: Role;
  /** The token is limited to this event. */
  readonly event?: string | undefined;
  /** When the token was issued, ms; absent where it does not say, and for who has none. */
  readonly issuedAt?: number | undefined;
}

/** A new incarnation of a node begins; an older one of the same node ends, and its people are dropped. First change of its first entry. */
export interface StartChange {
  readonly kind: 'start';
  /** Name of the node, the same over all its incarnations. */
  readonly node: string;
  /** Greater than that of every earlier incarnation of the node, so that an entry which comes late revives none. */
  readonly generation: number;
  /** Resume window of its people should it die, ms. */
  readonly windowMs: number;
  /** Rules number of the writer's core; only incarnations with the log's number may begin. */
  readonly rules: number;
}

/** The incarnation ends in order, after all changes of the entry. Whom it still holds is dropped with the window. */
export interface StopChange {
  readonly kind: 'stop';
  readonly windowMs: number;
}

/** From here on the log is read by higher rules: all incarnations end, after all changes of the entry. */
export interface RaiseRulesChange {
  readonly kind: 'raiseRules';
  readonly rules: number;
}

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

export interface EngageChange {
  readonly kind: 'engage';
  readonly actor: Actor;
  readonly session: string;
  readonly id: string;
  readonly action: string;
  /** Checked by the action's schema. */
  readonly data: unknown;
}

export interface PutEventChange {
  readonly kind: 'putEvent';
  readonly actor: Actor;
  readonly id: string;
  /** The actor's own organization when absent. */
  readonly organization?: string | undefined;
  readonly details: EventDetails;
  readonly ifMatch?: ExpectedVersion | undefined;
}

export interface PutSessionChange {
  readonly kind: 'putSession';
  readonly actor: Actor;
  readonly id: string;
  /** The organization's default event when absent. */
  readonly event?: string | undefined;
  readonly details: SessionDetails;
  readonly ifMatch?: ExpectedVersion | undefined;
}

export type SessionAction = 'goLive' | 'end' | 'replayOn' | 'replayOff';

export interface SessionActionChange {
  readonly kind: 'sessionAction';
  readonly actor: Actor;
  readonly session: string;
  readonly action: SessionAction;
}

/** An API key is made. Its text, which is random, is known to who made it only. */
export interface PutKeyChange {
  readonly kind: 'putKey';
  readonly actor: Actor;
  readonly id: string;
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string;
  readonly name: string;
  readonly role: Role;
  /** The actor's own organization when absent. */
  readonly organization?: string | undefined;
  /** The event of the actor's token when absent. */
  readonly event?: string | undefined;
  /** Wall clock, ms; null: never. */
  readonly expiresAt: number | null;
}

export interface DeleteKeyChange {
  readonly kind: 'deleteKey';
  readonly actor: Actor;
  readonly id: string;
}

/** Somebody is put out of a session at once, over all connections and nodes. */
export interface KickChange {
  readonly kind: 'kick';
  readonly actor: Actor;
  readonly session: string;
  readonly attendee: string;
  /** How long joins are refused from the entry on, ms of log time; 0: not at all, and no longer. */
  readonly blockMs: number;
}

/** Somebody is put out of everything of the actor's organization and those below. */
export interface DisconnectChange {
  readonly kind: 'disconnect';
  readonly actor: Actor;
  readonly attendee: string;
  readonly blockMs: number;
}

/** Something to keep: live only says where it belongs, and the recorder decides, which knows all history. */
export interface KeepChange {
  readonly kind: 'keep';
  readonly actor: Actor;
  readonly keep: Keep;
}

/** A part of an import: it is only kept until the last entry, or its giving up. */
export interface ImportPartChange {
  readonly kind: 'importPart';
  readonly actor: Actor;
  /** Id of the import, random. */
  readonly import: string;
  /** Counts from 1; the first takes the tenant's only place. */
  readonly number: number;
  readonly catalogue: readonly CatalogueLine[];
  readonly past: readonly PastLine[];
}

/** The key of a request, and what its body was, so that it can be told from another one with the same key. */
export interface Idempotency {
  readonly key: string;
  /** SHA-256 of the body, hex. */
  readonly digest: string;
}

/** The last entry of an import: all its parts stand from here on. They have been checked. */
export interface ImportEndChange {
  readonly kind: 'importEnd';
  readonly actor: Actor;
  readonly import: string;
  readonly parts: number;
  /** Lines of the body that were not blank. */
  readonly lines: number;
  /** Lines that stood in the body before already, and are in no part. */
  readonly repeatedLines: number;
  /** Number of slices in the parts. */
  readonly slices: number;
  /** Every session and event that past lines are about, once. */
  readonly places: readonly ImportedPlace[];
  /** Taken by the root where it has none yet, as with `putOrganization`. */
  readonly salt: string;
  readonly idempotency?: Idempotency | undefined;
}

/** The import is given up by who made it. */
export interface ImportGoneChange {
  readonly kind: 'importGone';
  readonly actor: Actor;
  readonly import: string;
}

/** Somebody is erased everywhere; what was counted of them is a pseudonym's from then on. */
export interface EraseChange {
  readonly kind: 'erase';
  readonly actor: Actor;
  /** Null, with `again` only: nothing is stored of them. */
  readonly attendee: string | null;
  /** `erased-` and something random. */
  readonly pseudonym: string;
  /** Taken by the tenant where it has none yet. */
  readonly salt: string;
  /** An erasure of before, which a file that was restored knows nothing of: its tombstone. */
  readonly again?: { readonly hash: string; readonly at: number } | undefined;
}

/** What stands as it is when absent takes a higher role to change. */
export type OrganizationWish = Omit<OrganizationDetails, 'retention' | 'pseudonymous'> &
  Partial<Pick<OrganizationDetails, 'retention' | 'pseudonymous'>>;

export interface PutOrganizationChange {
  readonly kind: 'putOrganization';
  readonly actor: Actor;
  readonly id: string;
  /** The actor's own organization when absent, for one that is to be made; null: none, it is a root. */
  readonly parent?: string | null | undefined;
  readonly details: OrganizationWish;
  /** Taken by the root where it has none yet. */
  readonly salt: string;
  readonly ifMatch?: ExpectedVersion | undefined;
}

interface DeleteChange {
  readonly actor: Actor;
  readonly id: string;
  /** What has a history goes, too, with it. */
  readonly purge: boolean;
  readonly ifMatch?: ExpectedVersion | undefined;
}

/** Goes with all organizations and events below it. */
export interface DeleteOrganizationChange extends DeleteChange {
  readonly kind: 'deleteOrganization';
}

/** Goes with its sessions. */
export interface DeleteEventChange extends DeleteChange {
  readonly kind: 'deleteEvent';
}

export interface DeleteSessionChange extends DeleteChange {
  readonly kind: 'deleteSession';
}

export type EventAction = 'end';

export interface EventActionChange {
  readonly kind: 'eventAction';
  readonly actor: Actor;
  readonly event: string;
  readonly action: EventAction;
}

/** What an organization's retention says is to go: a part of it that takes some milliseconds, to be repeated until it is done. */
export interface PurgeChange {
  readonly kind: 'purge';
  readonly actor: Actor;
  readonly organization: string;
  /** The horizon, ms. */
  readonly before: number;
  readonly scope: Retention['scope'];
  /** Of `everything`: minutes, hours and days stay. */
  readonly keepAggregates: boolean;
  /** The first part. */
  readonly begins: boolean;
  /** Taken by the tenant where it has none yet. */
  readonly salt: string;
}

/** Everything that changes state. An entry of the log carries any number of them; none is a sign of life. */
export type Change =
  | StartChange
  | StopChange
  | RaiseRulesChange
  | JoinChange
  | LeaveChange
  | DropChange
  | SilentChange
  | VisibilityChange
  | PlayedChange
  | EngageChange
  | PutEventChange
  | PutSessionChange
  | SessionActionChange
  | PutKeyChange
  | DeleteKeyChange
  | KickChange
  | DisconnectChange
  | KeepChange
  | PutOrganizationChange
  | EraseChange
  | ImportPartChange
  | ImportEndChange
  | ImportGoneChange
  | DeleteOrganizationChange
  | DeleteEventChange
  | DeleteSessionChange
  | EventActionChange
  | EraseChange
  | PurgeChange;

/** One entry of the log: all its changes happen at one instant. */
export interface Entry {
  /** Place in the log; opaque outside the log's implementation. */
  readonly position: string;
  /** ms since the epoch, a whole number, strictly greater than that of the entry before: an entry is an instant. */
  readonly time: number;
  /** The writer: a node's process from its start to its end. */
  readonly incarnation: string;
  /** Counts the incarnation's entries from 1. Only the one after the last counts: others came twice, or late. */
  readonly number: number;
  readonly changes: readonly Change[];
}
