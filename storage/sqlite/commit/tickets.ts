import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { engagementHash } from '../engagement-hash.ts';
import { writeFromJson } from '../json-rows.ts';

const NEW = `
INSERT INTO tickets (hash)
SELECT unhex(r.value) FROM json_each(?1) AS r WHERE true ORDER BY r.key
ON CONFLICT (hash) DO NOTHING`;

/** Gives keys to the tickets that are new. */
export async function writeTickets(database: Queryable, { tickets }: HistoryBatch): Promise<void> {
  await writeFromJson(
    database,
    NEW,
    tickets.map(({ tenant, ticket }) => engagementHash(tenant, ticket)),
  );
}
