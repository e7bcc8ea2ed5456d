import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { PeopleOf } from '../../rows/people.ts';
import type {
  RegisteredAttendee,
  RegisteredTicket,
  RegistrationCounts,
  RegistrationFilter,
  RegistrationName,
  RegistrationRow,
  SessionRegistrations,
  TicketFilter,
  TicketName,
} from '../../rows/registrations.ts';

/** Registrations and bookmarks. */
export interface HistoryRegistrations {
  registration(name: RegistrationName): Promise<RegistrationRow | null>;
  /** In order of when they were made, and of attendee. */
  registrations(filter: RegistrationFilter): Promise<RegistrationRow[]>;
  /** Tickets that registrations name, in order of attendee. */
  ticketsOf(filter: TicketFilter): Promise<RegisteredTicket[]>;
  /** Those of the attendees (keys) who are registered or have a bookmark. */
  registered(of: PeopleOf, attendees: readonly number[]): Promise<RegisteredAttendee[]>;
  /** Of a session or event; they are kept. */
  registrationCounts(scope: ScopeKey): Promise<RegistrationCounts>;
  /** The same counted anew. */
  countRegistrations(of: PeopleOf): Promise<RegistrationCounts>;
  /** Of many sessions at once. */
  registrationsOfSessions(sessions: readonly ScopeKey[]): Promise<SessionRegistrations[]>;
  /** All registrations and bookmarks of an attendee (a key), in order of scope. */
  registrationsOf(attendee: number): Promise<RegistrationRow[]>;
  /** In the order of the tickets; null for one that nobody has named. */
  ticketKeys(tickets: readonly TicketName[]): Promise<(number | null)[]>;
}
