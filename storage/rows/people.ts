import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { AttendeeDetails } from '../../server/live/keeping.ts';

/** A person as the back office said. */
export interface AttendeePut {
  readonly tenant: ScopeKey;
  readonly id: string;
  /** The organization that it belongs to from its first naming on. */
  readonly organization: ScopeKey;
  /** Counts up with every change; the ETag. */
  readonly version: number;
  readonly details: AttendeeDetails;
  readonly at: number;
}

/** What is stored of a person, as far as it decides whether they may be changed. */
export interface KnownAttendee {
  readonly tenant: ScopeKey;
  readonly id: string;
  /** Keys of the organization that the attendee belongs to and of its parents, that one first. */
  readonly owners: readonly ScopeKey[];
  /** 0: known by token only. */
  readonly version: number;
}

export interface AttendeeRow extends Pick<AttendeeDetails, 'firstName' | 'lastName' | 'phone'> {
  readonly attendeeKey: number;
  readonly attendee: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly country: string | null;
}

/** All that is stored of a person: what the back office said, else what tokens say. */
export interface StoredAttendee extends Omit<AttendeeDetails, 'metadata'> {
  /** For cursors. */
  readonly key: number;
  readonly id: string;
  readonly organization: ScopeKey;
  /** 0: known by token or registration only. */
  readonly version: number;
  /** Null where nobody ever gave any. */
  readonly metadata: AttendeeDetails['metadata'] | null;
  /** When the back office first said something of the person, ms. */
  readonly registeredAt: number | null;
  /** Start of the first slice in the file, ms. */
  readonly firstSeenAt: number | null;
}

/** The people of an event or session: who was there, or is registered or has a bookmark; of an event, for one of its sessions, too. */
export interface PeopleOf {
  readonly kind: 'event' | 'session';
  readonly key: ScopeKey;
}

/** Some of them, in order of their keys. */
export interface PeopleFilter {
  readonly of: PeopleOf;
  /** Was there, or was not. */
  readonly attended?: boolean | undefined;
  /** Is registered or has a bookmark, or neither. */
  readonly registered?: boolean | undefined;
  /** A key, 0 to begin. */
  readonly after: number;
  /** So many of those after it are left out. */
  readonly skip?: number | undefined;
  readonly limit: number;
}

export interface OneOfPeople {
  readonly attendeeKey: number;
  readonly attended: boolean;
}

/** Attendees who belong to one of the organizations, from `after` on. Names and addresses in any case. */
export interface AttendeeFilter {
  /** In ascending order. */
  readonly organizations: readonly ScopeKey[];
  readonly of?: PeopleOf | undefined;
  readonly email?: string | undefined;
  /** How the name begins. */
  readonly name?: string | undefined;
  readonly country?: string | undefined;
  readonly after?: { readonly organization: ScopeKey; readonly key: number } | undefined;
  readonly limit: number;
}

/** The next ids of a tenant after one (empty: from the first). */
export interface AttendeeIds {
  readonly tenant: ScopeKey;
  readonly after: string;
  readonly limit: number;
}

/** What makes an attendee one of their own. */
export type AttendeeName = Pick<AttendeePut, 'tenant' | 'id'>;
