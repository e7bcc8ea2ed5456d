import type { HistoryRegistrations } from '../../ports/history/registrations.ts';
import type { OpenedFile } from '../opened-file.ts';
import {
  countRegistrations,
  readRegistered,
  readRegistration,
  readRegistrationCounts,
  readRegistrations,
  readRegistrationsOf,
  readRegistrationsOfSessions,
} from '../read/registrations.ts';
import { readTicketKeys, readTicketsOf } from '../read/tickets.ts';

export function registrationsIn(file: OpenedFile): HistoryRegistrations {
  return {
    registration: file.reads(readRegistration),
    registrations: file.reads(readRegistrations),
    registered: file.reads(readRegistered),
    registrationCounts: file.reads(readRegistrationCounts),
    countRegistrations: file.reads(countRegistrations),
    registrationsOfSessions: file.reads(readRegistrationsOfSessions),
    registrationsOf: file.reads(readRegistrationsOf),
    ticketsOf: file.reads(readTicketsOf),
    ticketKeys: file.reads(readTicketKeys),
  };
}
