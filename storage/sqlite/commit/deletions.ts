import type { Deleted } from '../../../server/live/effects.ts';
import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { engagementHash } from '../engagement-hash.ts';
import { writeFromJson } from '../json-rows.ts';
import { changeAllDays } from './days.ts';
import { forgetRegistrationsOf } from './registration-counts.ts';
import { purgeAttempts } from './webhook-attempts.ts';

// An end may lie before the last instant at which somebody was counted.
const SPAN = `
SELECT min(t.from_at) AS "from", max(t.to_at) + 1 AS "to"
FROM (
  SELECT min(start_at) AS from_at, max(max(start_at, coalesce(end_at, start_at), coalesce(counted_until, start_at)))
    AS to_at FROM slices WHERE session = ?1
  UNION ALL
  SELECT min(at), max(at) FROM engagements WHERE session = ?1
) AS t`;

const PURGED = `
INSERT INTO purged (scope, from_at, to_at)
SELECT r.value ->> 'scope', r.value ->> 'from', r.value ->> 'to' FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT DO NOTHING`;

const QUESTIONS = `
SELECT id FROM engagements
WHERE session = ?1 AND action = (SELECT key FROM actions WHERE name = 'question.ask')`;

const UPVOTES = 'DELETE FROM upvotes WHERE question IN (SELECT unhex(r.value) FROM json_each(?1) AS r)';

const OF_SESSION = [
  'DELETE FROM played WHERE slice IN (SELECT slice FROM slices WHERE session = ?1)',
  'DELETE FROM visibility WHERE slice IN (SELECT slice FROM slices WHERE session = ?1)',
  ...['slices', 'engagements', 'attendee_engagements', 'polls', 'bubbles', 'stale', 'backfilled_watch'].map(
    (table) => `DELETE FROM ${table} WHERE session = ?1`,
  ),
];

// Whatever has a figure of a day was seen then, or somebody engaged from the desk.
const DAYS = `(
  SELECT 0
  UNION
  SELECT day FROM seen WHERE scope = ?1
  UNION
  SELECT minute / 86400000 FROM engagement_minutes WHERE scope = ?1
)`;

const OF_SCOPE = [
  ...['uniques', 'peaks', 'watched', 'engagement_counts'].map(
    (table) => `DELETE FROM ${table} WHERE day IN ${DAYS} AND scope = ?1`,
  ),
  ...[
    ...['seen', 'registrations', 'minutes', 'engagement_minutes', 'purged'],
    ...['attendance', 'totals', 'countries', 'rollups', 'backfilled', 'alerts'],
  ].map((table) => `DELETE FROM ${table} WHERE scope = ?1`),
];

const OF_EVENT = ['active', 'reports', 'kept_days', 'kept_people', 'days_to_keep'].map(
  (table) => `DELETE FROM ${table} WHERE event = ?1`,
);

/** Who belonged to it belongs to the one above. */
const PEOPLE = 'UPDATE attendees SET organization = ?2 WHERE organization = ?1';

const ROWS: Readonly<Record<Deleted['scopeKind'], string>> = {
  session: 'DELETE FROM sessions WHERE key = ?1',
  event: 'DELETE FROM events WHERE key = ?1',
  organization: 'DELETE FROM organizations WHERE key = ?1',
};

async function deleteSession(database: Queryable, { scope, tenant, parents }: Deleted): Promise<void> {
  const [span] = await database.all<{ from: number | null; to: number | null }>(SPAN, [scope]);
  if (span !== undefined && span.from !== null) {
    await writeFromJson(
      database,
      PURGED,
      parents.map((parent) => ({ ...span, scope: parent })),
    );
  }
  const questions = await database.all<{ id: string }>(QUESTIONS, [scope]);
  await writeFromJson(
    database,
    UPVOTES,
    questions.map(({ id }) => engagementHash(tenant, id)),
  );
  await changeAllDays(database, [scope]);
  for (const sql of OF_SESSION) await database.all(sql, [scope]);
}

/**
 * Deletes what is kept of the scopes alone; what they added to the figures of others stays. Ids of engagements stay used. To
 * be called when all else of the batch is written: some of it may be of a scope that goes.
 */
export async function writeDeletions(database: Queryable, { deleted }: HistoryBatch): Promise<void> {
  for (const one of deleted) {
    if (one.scopeKind === 'session') await deleteSession(database, one);
    for (const sql of OF_SCOPE) await database.all(sql, [one.scope]);
    await forgetRegistrationsOf(database, one.scope, one.scopeKind === 'session' ? one.parents : []);
    if (one.scopeKind === 'event') for (const sql of OF_EVENT) await database.all(sql, [one.scope]);
    if (one.scopeKind === 'organization') {
      await database.all(PEOPLE, [one.scope, one.parents[0] ?? one.tenant]);
      await purgeAttempts(database, { organization: one.scope, before: Number.MAX_SAFE_INTEGER });
    }
    await database.all(ROWS[one.scopeKind], [one.scope]);
  }
}
