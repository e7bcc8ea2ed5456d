import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';
import { eraseFromAttempts } from './webhook-attempts.ts';

// The key stays, so that everything counted goes on to count, as somebody's whom nobody knows; so does the country.
const ATTENDEE = `
UPDATE attendees SET
  id = ?3, name = NULL, first_name = NULL, last_name = NULL, email = NULL, phone = NULL, name_fold = NULL,
  email_fold = NULL, metadata = iif(metadata IS NULL, NULL, '{}')
WHERE tenant = ?1 AND id = ?2
RETURNING key`;

const REGISTRATIONS = `
UPDATE registrations SET ticket = NULL, answers = '{}', metadata = '{}' WHERE attendee = ?1`;

// What was engaged in is found by counts; the index by time has the attendees of a session's engagements.
const OWN_TEXTS = `
UPDATE engagements SET data = (
  SELECT CASE
    WHEN c.name LIKE 'x.%' THEN '{}'
    WHEN c.name = 'click' THEN json_remove(data, '$.url')
    ELSE json_set(data, '$.text', '')
  END
  FROM actions AS c WHERE c.key = engagements.action
)
WHERE key IN (
  SELECT e.key
  FROM sessions AS s
  CROSS JOIN attendee_engagements AS n ON n.session = s.key AND n.attendee = ?2
  CROSS JOIN actions AS c ON c.key = n.action
  CROSS JOIN engagements AS e INDEXED BY engagements_by_time
    ON e.session = n.session AND e.action = n.action AND e.attendee = n.attendee
  WHERE s.tenant = ?1 AND (
    c.name LIKE 'x.%'
    OR (c.name = 'click' AND e.data ->> '$.url' IS NOT NULL)
    OR (c.name IN ('chat.message', 'question.ask', 'question.answer', 'poll.answer')
      AND e.data ->> '$.text' IS NOT NULL)
  )
)`;

const REFERENCES = `
UPDATE engagements SET data = json_set(data, '$.to', ?3)
WHERE key IN (
  SELECT e.key
  FROM sessions AS s
  CROSS JOIN actions AS c ON c.name = 'teleport'
  CROSS JOIN engagements AS e ON e.session = s.key AND e.action = c.key
  WHERE s.tenant = ?1 AND e.data ->> '$.to' = ?2
)`;

const BUBBLES = `
DELETE FROM bubbles
WHERE session IN (SELECT key FROM sessions WHERE tenant = ?1) AND attendee = ?2`;

// A text within JSON is found by its quotes: those of other texts are escaped.
const AUDIT = `
UPDATE audit SET
  actor = iif(actor = ?2, ?3, actor),
  target = iif(target = 'attendee:' || ?2, 'attendee:' || ?3, target),
  details = replace(details, json_quote(?2), json_quote(?3))
WHERE tenant = ?1
  AND (actor = ?2 OR target = 'attendee:' || ?2 OR instr(details, json_quote(?2)) > 0)`;

const KEYS = 'UPDATE keys SET created_by = ?3 WHERE tenant = ?1 AND created_by = ?2';
const WEBHOOKS = 'UPDATE webhooks SET created_by = ?3 WHERE tenant = ?1 AND created_by = ?2';

const ALERT_RULES = 'UPDATE alert_rules SET created_by = ?3 WHERE tenant = ?1 AND created_by = ?2';
const ALERTS = 'UPDATE alerts SET acknowledged_by = ?3 WHERE tenant = ?1 AND acknowledged_by = ?2';

// By the address, too: others may have asked in the person's name.
const REPORTS = `
UPDATE reports SET created_by = iif(created_by = ?2, ?3, created_by), email = NULL
WHERE tenant = ?1 AND (created_by = ?2 OR lower(email) = (
  SELECT lower(a.email) FROM attendees AS a WHERE a.tenant = ?1 AND a.id = ?2
))`;

const TOMBSTONES = `
INSERT INTO tombstones (tenant, hash, at)
SELECT r.value ->> 'tenant', r.value ->> 'hash', r.value ->> 'at' FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT (tenant, hash) DO UPDATE SET at = max(at, excluded.at)`;

/** Takes people out of everything that is stored so far, and leaves the tombstones. */
export async function writeErasures(database: Queryable, { erasures }: HistoryBatch): Promise<void> {
  for (const { tenant, attendee, pseudonym } of erasures) {
    if (attendee === null) continue;
    await database.all(REPORTS, [tenant, attendee, pseudonym]);
    const [erased] = await database.all<{ key: number }>(ATTENDEE, [tenant, attendee, pseudonym]);
    if (erased !== undefined) {
      await database.all(OWN_TEXTS, [tenant, erased.key]);
      await database.all(REGISTRATIONS, [erased.key]);
      await database.all(BUBBLES, [tenant, erased.key]);
      await eraseFromAttempts(database, { tenant, attendee: erased.key });
    }
    await database.all('DELETE FROM blocks WHERE tenant = ?1 AND attendee = ?2', [tenant, attendee]);
    await database.all(REFERENCES, [tenant, attendee, pseudonym]);
    await database.all(KEYS, [tenant, attendee, pseudonym]);
    await database.all(WEBHOOKS, [tenant, attendee, pseudonym]);
    await database.all(ALERT_RULES, [tenant, attendee, pseudonym]);
    await database.all(ALERTS, [tenant, attendee, pseudonym]);
    await database.all(AUDIT, [tenant, attendee, pseudonym]);
  }
  await writeFromJson(database, TOMBSTONES, erasures);
}
