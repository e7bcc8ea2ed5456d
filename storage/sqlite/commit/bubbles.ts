import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';

const JOINED = `
INSERT INTO bubbles (session, attendee, bubble)
SELECT r.value ->> 'session', a.key, r.value ->> 'bubble'
FROM jsonb_each(?1) AS r
CROSS JOIN attendees AS a ON a.tenant = r.value ->> 'tenant' AND a.id = r.value ->> 'attendee'
WHERE true
ON CONFLICT (session, attendee) DO UPDATE SET bubble = excluded.bubble`;

const LEFT = `
DELETE FROM bubbles WHERE (session, attendee) IN (
  SELECT r.value ->> 'session', a.key
  FROM jsonb_each(?1) AS r
  CROSS JOIN attendees AS a ON a.tenant = r.value ->> 'tenant' AND a.id = r.value ->> 'attendee'
)`;

/** Of an attendee's moves within the batch only the last may be in it. */
export async function writeBubbles(database: Queryable, { bubbles }: HistoryBatch): Promise<void> {
  await writeFromJson(
    database,
    JOINED,
    bubbles.filter(({ bubble }) => bubble !== null),
  );
  await writeFromJson(
    database,
    LEFT,
    bubbles.filter(({ bubble }) => bubble === null),
  );
}
