import type { PollAnswersFilter, TalkCount, TalkFilter, TalkReferenceFilter, TalkRow } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { PEOPLE_AND_ACTIONS, REFERENCE, type StoredTalk, TALK_COLUMNS, talkRow } from './talk-columns.ts';

const FIRST = -Number.MAX_SAFE_INTEGER;

/** `?1`: sessions, `?2`: names of actions, both as JSON. */
const OF_SESSIONS_AND_ACTIONS = `
json_each(?1) AS s
CROSS JOIN json_each(?2) AS n
CROSS JOIN actions AS t ON t.name = n.value`;

// Of every session and action the first rows after the cursor, out of the index in order; then the first of these.
const PAGE = `
SELECT ${TALK_COLUMNS}
FROM (
  SELECT k.value AS key, g.at AS at
  FROM ${OF_SESSIONS_AND_ACTIONS}
  CROSS JOIN json_each((
    SELECT json_group_array(first.key)
    FROM (
      SELECT p.key FROM engagements AS p
      WHERE p.session = s.value AND p.action = t.key AND p.at >= ?3 AND p.at < ?4 AND (p.at, p.key) > (?5, ?6)
      ORDER BY p.at, p.key LIMIT ?7
    ) AS first
  )) AS k
  CROSS JOIN engagements AS g ON g.key = k.value
  ORDER BY g.at, k.value LIMIT ?7
) AS page
CROSS JOIN engagements AS e ON e.key = page.key
${PEOPLE_AND_ACTIONS}
ORDER BY page.at, page.key`;

/** Where the page begins; the cursor as a bound of its own, since the index is searched by time alone. */
function begin({
  from = FIRST,
  to = Number.MAX_SAFE_INTEGER,
  after,
}: Pick<TalkFilter, 'from' | 'to' | 'after'>) {
  const { at, key } = after ?? { at: FIRST, key: 0 };
  return [Math.max(from, at), to, at, key] as const;
}

export async function readTalk(database: Queryable, filter: TalkFilter): Promise<TalkRow[]> {
  const lists = [JSON.stringify(filter.sessions), JSON.stringify(filter.actions)];
  return (await database.all<StoredTalk>(PAGE, [...lists, ...begin(filter), filter.limit])).map(talkRow);
}

const REFERRING = `
FROM ${OF_SESSIONS_AND_ACTIONS}
CROSS JOIN engagements AS e ON e.session = s.value AND e.action = t.key
WHERE ${REFERENCE} IN (SELECT r.value FROM json_each(?3) AS r)`;

// The first ones to each id.
const ABOUT = `
SELECT ${TALK_COLUMNS}
FROM (
  SELECT e.key, row_number() OVER (PARTITION BY e.action, ${REFERENCE} ORDER BY e.at, e.key) AS place
  ${REFERRING}
) AS referring
CROSS JOIN engagements AS e ON e.key = referring.key
${PEOPLE_AND_ACTIONS}
WHERE referring.place <= ?4
ORDER BY e.at, e.key`;

function references({ sessions, actions, ids }: TalkReferenceFilter): string[] {
  return [sessions, actions, ids].map((list) => JSON.stringify(list));
}

export async function readTalkAbout(
  database: Queryable,
  filter: TalkReferenceFilter & { readonly each: number },
): Promise<TalkRow[]> {
  if (filter.ids.length === 0) return [];
  return (await database.all<StoredTalk>(ABOUT, [...references(filter), filter.each])).map(talkRow);
}

const COUNTS = `
SELECT t.name AS action, ${REFERENCE} AS reference, e.data ->> 'reaction' AS reaction, count(*) AS count,
  count(DISTINCT e.attendee) AS attendees
${REFERRING}
GROUP BY 1, 2, 3`;

export async function countTalkAbout(database: Queryable, filter: TalkReferenceFilter): Promise<TalkCount[]> {
  return filter.ids.length === 0 ? [] : database.all<TalkCount>(COUNTS, references(filter));
}

// Each attendee's last one.
const POLL_ANSWERS = `
SELECT ${TALK_COLUMNS}
FROM (
  SELECT e.key, e.at, row_number() OVER (PARTITION BY e.attendee ORDER BY e.at DESC, e.key DESC) AS back
  FROM engagements AS e
  WHERE e.session = ?1 AND e.action = (SELECT key FROM actions WHERE name = 'poll.answer')
    AND e.at >= ?2 AND e.at < ?3 AND e.data ->> 'poll' = ?4
) AS answer
CROSS JOIN engagements AS e ON e.key = answer.key
${PEOPLE_AND_ACTIONS}
WHERE answer.back = 1 AND (answer.at, answer.key) > (?5, ?6)
ORDER BY answer.at, answer.key LIMIT ?7`;

export async function readPollAnswers(database: Queryable, filter: PollAnswersFilter): Promise<TalkRow[]> {
  const { session, poll, from = FIRST, to = Number.MAX_SAFE_INTEGER, after, limit } = filter;
  const { at, key } = after ?? { at: FIRST, key: 0 };
  return (await database.all<StoredTalk>(POLL_ANSWERS, [session, from, to, poll, at, key, limit])).map(
    talkRow,
  );
}
