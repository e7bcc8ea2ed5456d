import type { ReportQuestion } from '../../types.ts';
import type { Database } from '../database.ts';

const TABLES = `
CREATE TEMP TABLE rooms (session INTEGER PRIMARY KEY, tenant INTEGER NOT NULL);
CREATE TEMP TABLE days (start_at INTEGER PRIMARY KEY, day INTEGER NOT NULL);
CREATE TEMP TABLE acts (
  session INTEGER NOT NULL,
  attendee INTEGER NOT NULL,
  day INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  at INTEGER NOT NULL,
  key INTEGER NOT NULL,
  PRIMARY KEY (session, attendee, day, kind, name, at, key)
) WITHOUT ROWID;
CREATE TEMP TABLE bubbles_seen (
  session INTEGER NOT NULL,
  bubble TEXT NOT NULL,
  people INTEGER NOT NULL,
  locked INTEGER NOT NULL,
  PRIMARY KEY (session, bubble)
) WITHOUT ROWID;
`;

const ROOMS = `
INSERT INTO rooms (session, tenant)
SELECT key, tenant FROM main.sessions WHERE event = ?1 AND details ->> '$.kind' = 'networking'`;

const DAYS = 'INSERT INTO days (start_at, day) SELECT r.value, r.key FROM json_each(?1) AS r';

// In the order of the key, so that the table is written from front to back.
const ACTS = `
INSERT INTO acts (session, attendee, day, kind, name, at, key)
SELECT e.session, e.attendee,
  (SELECT d.day FROM days AS d WHERE d.start_at <= e.at ORDER BY d.start_at DESC LIMIT 1) AS day,
  iif(c.name IN ('chat.message', 'chat.reaction'), 'chat', c.name) AS kind,
  CASE c.name
    WHEN 'bubble.join' THEN coalesce(e.data ->> '$.bubble', '')
    WHEN 'teleport' THEN coalesce(e.data ->> '$.to', '')
    ELSE ''
  END AS name,
  e.at, e.key
FROM rooms AS r
CROSS JOIN main.actions AS c ON c.name IN ('bubble.join', 'teleport', 'chat.message', 'chat.reaction')
CROSS JOIN main.engagements AS e ON e.session = r.session AND e.action = c.key AND e.at >= ?1 AND e.at < ?2
ORDER BY e.session, e.attendee, day, kind, name, e.at, e.key`;

const BUBBLES = `
INSERT INTO bubbles_seen (session, bubble, people, locked)
SELECT e.session, coalesce(e.data ->> '$.bubble', '') AS bubble,
  count(DISTINCT iif(c.name = 'bubble.join', e.attendee, NULL)), max(c.name = 'bubble.lock')
FROM rooms AS r
CROSS JOIN main.actions AS c ON c.name IN ('bubble.join', 'bubble.lock')
CROSS JOIN main.engagements AS e ON e.session = r.session AND e.action = c.key
GROUP BY e.session, bubble`;

/** What the questions of a report need sorted, in files beside the history that go with the connection. */
export async function writeTemporaryTables(
  database: Database,
  { event, from, to, dayStarts }: ReportQuestion,
): Promise<void> {
  await database.exec(TABLES);
  await database.all(ROOMS, [event]);
  await database.all(DAYS, [JSON.stringify(dayStarts)]);
  await database.all(ACTS, [from, to]);
  await database.all(BUBBLES);
}
