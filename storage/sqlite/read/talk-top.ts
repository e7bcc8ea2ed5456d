import type { TalkTopFilter, TalkTopRow } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { PEOPLE_AND_ACTIONS, REFERENCE, type StoredTalk, TALK_COLUMNS, talkRow } from './talk-columns.ts';

/** The engagements of an action in the sessions `?1`. */
const ofAction = (action: string) => `
FROM json_each(?1) AS s
CROSS JOIN engagements AS e ON e.session = s.value AND e.action = (SELECT t.key FROM actions AS t WHERE t.name = ${action})`;

// Everything once: what refers to what, what was deleted, then what was said.
const TOP = `
WITH
  referred AS MATERIALIZED (SELECT ${REFERENCE} AS reference, count(*) AS count ${ofAction('?3')} GROUP BY 1),
  deleted AS MATERIALIZED (SELECT DISTINCT e.data ->> 'message' AS message ${ofAction("'chat.delete'")}
    WHERE e.data ->> 'message' IS NOT NULL),
  top AS (
    SELECT e.key, e.at, coalesce(r.count, 0) AS count
    ${ofAction('?2')}
    LEFT JOIN referred AS r ON r.reference = e.id
    WHERE e.at >= ?4 AND e.at < ?5 AND e.data ->> 'text' <> '' AND e.id NOT IN (SELECT d.message FROM deleted AS d)
    ORDER BY 3 DESC, e.at, e.key LIMIT ?6
  )
SELECT ${TALK_COLUMNS}, top.count AS "references"
FROM top
CROSS JOIN engagements AS e ON e.key = top.key
${PEOPLE_AND_ACTIONS}
ORDER BY top.count DESC, top.at, top.key`;

/** See the port's `talkTop`. */
export async function readTalkTop(
  database: Queryable,
  { sessions, action, by, from, to, limit }: TalkTopFilter,
): Promise<TalkTopRow[]> {
  const rows = await database.all<StoredTalk & { references: number }>(TOP, [
    ...[JSON.stringify(sessions), action, by],
    ...[from, to, limit],
  ]);
  return rows.map(talkRow);
}
