import type { TicketName } from '../../types.ts';
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
