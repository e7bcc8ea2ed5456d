import type { ErrorCode } from '../protocol/error-codes.ts';
import type { ParsedScope } from '../protocol/ids.ts';
import { announcement, whereIs } from './announcing.ts';
import { ensureOrganization } from './cataloguing.ts';
import type { Actor, KeepChange } from './changes.ts';
import type { Announced, Place } from './effects.ts';
import type { ExpectedVersion } from './expected-version.ts';
import type { LiveState } from './live-state.ts';
import { isErasedId } from './pseudonyms.ts';
import { type OrganizationState, ownersOf } from './registry.ts';

/** What the back office says of a person. */
export interface AttendeeDetails {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A person is registered, or the registration changed. Other than a join, it replaces all that was known of the person. */
export interface KeepAttendee {
  readonly type: 'attendee';
  readonly id: string;
  readonly details: AttendeeDetails;
  readonly ifMatch?: ExpectedVersion | undefined;
}

/** Somebody has taken something out, which changes nothing but is to be known afterwards. */
export interface KeepAudit {
  readonly type: 'audit';
  /** `export`, `backup`, ... */
  readonly action: string;
  /** What it was done to: a scope, an attendee, a path. */
  readonly target: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface KeyUse {
  readonly id: string;
  /** Log time of the last use, ms. */
  readonly at: number;
}

/** When a node last saw API keys of the tenant. */
export interface KeepKeysUsed {
  readonly type: 'keysUsed';
  readonly uses: readonly KeyUse[];
}

/** Of an event or a session; somebody may have both. */
export type RegistrationKind = 'registration' | 'bookmark';

export interface RegistrationDetails {
  /** When it was made, ms; null: what is known of it already, else the log time. */
  readonly at: number | null;
  readonly ticketId: string | null;
  /** By question. */
  readonly answers: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Somebody is registered for an event or session or bookmarks it, or no longer. */
export interface KeepRegistration {
  readonly type: 'registration';
  readonly kind: RegistrationKind;
  readonly scope: RegistrationScope;
  readonly attendee: string;
  /** Null: it is taken away. */
  readonly details: RegistrationDetails | null;
  readonly ifMatch?: ExpectedVersion | undefined;
}

export interface RegistrationScope extends ParsedScope {
  readonly kind: 'event' | 'session';
}

export type Keep = KeepAttendee | KeepRegistration | KeepAudit | KeepKeysUsed;

export function keep(state: LiveState, { actor, keep }: KeepChange): ErrorCode | null {
  const own = ensureOrganization(state, actor.org);
  if (isErasedId(personIn(keep))) return 'not_found';
  const place = keep.type === 'registration' ? placeOf(state, { own, actor, scope: keep.scope }) : null;
  if (place === undefined) return 'not_found';
  const { tenant } = own.row;
  const told = place === null ? null : announcementOf(state, keep, place);
  state.emit({
    ...{ kind: 'kept', tenant, owners: ownersOf(own), place, actor, keep },
    ...{ announcement: told, at: state.time },
  });
  return null;
}

/** A bookmark is no registration. */
function announcementOf(state: LiveState, keep: Keep, { scope }: Place): Announced | null {
  if (keep.type !== 'registration' || keep.kind !== 'registration' || keep.details === null) return null;
  const where = whereIs(state, scope);
  if (where === undefined) return null;
  const announced = announcement(state, { type: 'attendee.registered', at: state.time, ...where });
  return announced && { ...announced, attendee: keep.attendee };
}

function personIn(keep: Keep): string {
  if (keep.type === 'attendee') return keep.id;
  return keep.type === 'registration' ? keep.attendee : '';
}

interface Placing {
  readonly own: OrganizationState;
  readonly actor: Actor;
  readonly scope: RegistrationScope;
}

/** Undefined for what the actor does not reach. */
function placeOf({ registry }: LiveState, { own, actor, scope }: Placing): Place | undefined {
  const session = scope.kind === 'session' ? registry.session(own, scope.id) : undefined;
  const event = scope.kind === 'event' ? registry.event(own, scope.id) : session?.event;
  if (event === undefined || !registry.reaches(actor, event)) return undefined;
  return { scope: (session ?? event).row.key, event: event.row.key };
}
