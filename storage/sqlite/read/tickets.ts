import type { RegisteredTicket, TicketFilter, TicketName } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { engagementHash } from '../engagement-hash.ts';
import { allFromJson } from '../json-rows.ts';

const KEYS = `
SELECT t.key FROM json_each(?1) AS r LEFT JOIN tickets AS t ON t.hash = unhex(r.value) ORDER BY r.key`;

export async function readTicketKeys(
  database: Queryable,
  tickets: readonly TicketName[],
): Promise<(number | null)[]> {
  const hashes = tickets.map(({ tenant, ticket }) => engagementHash(tenant, ticket));
  const rows = await allFromJson<{ key: number | null }>(database, KEYS, hashes);
  return rows.map(({ key }) => key);
}

const TICKETS = `
SELECT g.attendee AS attendeeKey, g.ticket AS ticketId
FROM registrations AS g
WHERE g.scope = ?1 AND g.attendee > ?2 AND g.kind = 'registration' AND g.ticket IS NOT NULL
ORDER BY g.attendee LIMIT ?3`;

export function readTicketsOf(
  database: Queryable,
  { scope, after, limit }: TicketFilter,
): Promise<RegisteredTicket[]> {
  return database.all<RegisteredTicket>(TICKETS, [scope, after, limit]);
}
