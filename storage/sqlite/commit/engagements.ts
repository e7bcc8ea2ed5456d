import type { EngagementRow, HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { engagementHash } from '../engagement-hash.ts';
import { writeFromJson } from '../json-rows.ts';
import type { Attendees } from './attendees.ts';

const ENGAGEMENTS = `
INSERT INTO engagements (key, id, session, attendee, action, at, data, anonymous)
SELECT ?2 + 1 + r.key, r.value ->> 'id', r.value ->> 'session', r.value ->> 'attendee', c.key, r.value ->> 'at',
  coalesce(r.value -> 'data', 'null'), r.value ->> 'anonymous'
FROM jsonb_each(?1) AS r
CROSS JOIN actions AS c ON c.name = r.value ->> 'action'`;

// An id that is there already stays with whom it was given to first.
const USED_IDS = `
INSERT INTO used_ids (hash, attendee, session, action)
SELECT unhex(r.value), e.attendee, e.session, e.action
FROM json_each(?1) AS r
CROSS JOIN engagements AS e ON e.key = ?2 + 1 + r.key
WHERE true
ON CONFLICT (hash) DO NOTHING`;

const BY_ATTENDEE = `
INSERT INTO attendee_engagements (session, attendee, action, count)
SELECT session, attendee, action, count(*) FROM engagements NOT INDEXED WHERE key > ?1 GROUP BY 1, 2, 3
ON CONFLICT (session, attendee, action) DO UPDATE SET count = count + excluded.count`;

const UPVOTES = `
INSERT INTO upvotes (question, attendee)
SELECT unhex(r.value ->> 'question'), r.value ->> 'attendee' FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT DO NOTHING`;

const POLLS = `
INSERT INTO polls (session, poll, question, type, options, anonymous, open)
SELECT r.value ->> 'session', r.value ->> 'poll', r.value ->> 'question', r.value ->> 'type', r.value -> 'options',
  r.value ->> 'anonymous', r.value ->> 'open'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (session, poll) DO UPDATE SET
  question = excluded.question, type = excluded.type, options = excluded.options,
  anonymous = excluded.anonymous, open = excluded.open`;

function upvotedQuestion({ action, data }: EngagementRow): string | undefined {
  if (action !== 'question.upvote' || typeof data !== 'object' || data === null) return undefined;
  return 'question' in data && typeof data.question === 'string' ? data.question : undefined;
}

interface Keys {
  readonly attendees: Attendees;
  /** Of the last engagement before the batch. */
  readonly lastKey: number;
}

function rowsOf(engagements: readonly EngagementRow[], attendees: Attendees) {
  return engagements.map(({ id, session, tenant, attendee, action, at, data, anonymous }) => {
    return { id, session, attendee: attendees.keyOf(tenant, attendee), action, at, data, anonymous };
  });
}

function upvotesOf(engagements: readonly EngagementRow[], attendees: Attendees) {
  return engagements.flatMap((row) => {
    const question = upvotedQuestion(row);
    if (question === undefined) return [];
    const { tenant, attendee } = row;
    return [{ question: engagementHash(tenant, question), attendee: attendees.keyOf(tenant, attendee) }];
  });
}

/** Each may have as much data as a message: of a large commit all at once would be texts of a gigabyte. */
const ROWS_AT_ONCE = 1000;

/** Keys are given in the order of the batch, from `lastKey + 1` on. */
export async function writeEngagements(
  database: Queryable,
  { engagements, polls }: HistoryBatch,
  { attendees, lastKey }: Keys,
): Promise<void> {
  for (let from = 0; from < engagements.length; from += ROWS_AT_ONCE) {
    const rows = engagements.slice(from, from + ROWS_AT_ONCE);
    const hashes = rows.map(({ tenant, id }) => engagementHash(tenant, id));
    await database.all(ENGAGEMENTS, [JSON.stringify(rowsOf(rows, attendees)), lastKey + from]);
    await database.all(USED_IDS, [JSON.stringify(hashes), lastKey + from]);
  }
  if (engagements.length > 0) await database.all(BY_ATTENDEE, [lastKey]);
  await writeFromJson(database, UPVOTES, upvotesOf(engagements, attendees));
  await writeFromJson(database, POLLS, polls);
}
