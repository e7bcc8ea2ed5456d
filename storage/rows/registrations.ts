import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { RegistrationDetails, RegistrationKind } from '../../server/live/keeping.ts';

/** A registration or bookmark as it is from now on. */
export interface RegistrationPut {
  readonly tenant: ScopeKey;
  readonly scope: ScopeKey;
  /** The scope's event, or the scope itself. */
  readonly event: ScopeKey;
  readonly kind: RegistrationKind;
  readonly attendee: string;
  /** Whoever was not known before belongs to it. */
  readonly organization: ScopeKey;
  /** Counts up with every change; the ETag. */
  readonly version: number;
  /** Null: there is none any more. */
  readonly details: (RegistrationDetails & { readonly at: number }) | null;
  /** Log time of the change. */
  readonly at: number;
}

/** What makes a registration or bookmark one of its own. */
export type RegistrationName = Pick<RegistrationPut, 'tenant' | 'scope' | 'kind' | 'attendee'>;

/** A ticket that a registration names. */
export interface TicketName {
  readonly tenant: ScopeKey;
  readonly ticket: string;
}

/** What is stored of a registration, as far as it decides whether it may be changed. */
export interface KnownRegistration extends RegistrationName {
  readonly version: number;
  /** When it was made, ms. */
  readonly at: number;
}

/** A registration or bookmark as stored. */
export interface RegistrationRow extends RegistrationDetails {
  readonly scope: ScopeKey;
  readonly kind: RegistrationKind;
  readonly attendee: string;
  readonly attendeeKey: number;
  readonly name: string | null;
  readonly email: string | null;
  readonly version: number;
  readonly at: number;
}

/** Registrations and bookmarks of one of the people of an event or session, together. */
export interface RegisteredAttendee {
  readonly attendeeKey: number;
  /** Of the earliest, ms. */
  readonly registeredAt: number;
  /** Has a bookmark. */
  readonly interested: boolean;
  /** Null where no registration names one. */
  readonly ticketId: string | null;
}

/** Of how many attendees each is true. */
export interface RegistrationCounts {
  readonly registered: number;
  readonly interested: number;
  /** Registered, and never there. */
  readonly noShows: number;
}

/** The same of one of many sessions. */
export interface SessionRegistrations extends Omit<RegistrationCounts, 'noShows'> {
  readonly session: ScopeKey;
}

/** The next registrations of an event or session with a ticket after that of an attendee (a key, 0 to begin). */
export interface TicketFilter {
  readonly scope: ScopeKey;
  readonly after: number;
  readonly limit: number;
}

export interface RegisteredTicket {
  readonly attendeeKey: number;
  readonly ticketId: string;
}

export interface RegistrationFilter {
  readonly scope: ScopeKey;
  readonly kind: RegistrationKind;
  /** Of when it was made; `from` inclusive, `to` exclusive, ms. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly after?: { readonly at: number; readonly attendeeKey: number } | undefined;
  readonly limit: number;
}
