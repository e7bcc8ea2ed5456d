import { writeFromJson } from '../../json-rows.ts';
import { nextSession, type Step } from './step.ts';

const LIMIT = 1000;

const PAGE = `
SELECT key, at FROM engagements
WHERE session = ?1 AND at >= ?2 AND at < ?3 AND (at, key) > (?4, ?5)
ORDER BY at, key LIMIT ?6`;

const EMPTIED = `
UPDATE engagements SET data = json_set(data, '$.text', '')
WHERE key IN (SELECT r.value FROM json_each(?1) AS r)
  AND action IN (
    SELECT key FROM actions
    WHERE name IN ('chat.message', 'question.ask', 'question.answer', 'poll.answer')
  )
  AND data ->> '$.text' IS NOT NULL`;

/** What people wrote before the horizon: chat, questions, answers. */
export const purgeTexts: Step = async (database, purging, [from = 0, at = -1, key = 0]) => {
  const session = await nextSession(database, purging, from);
  if (session === null) return null;
  const { since, before } = purging;
  const isNew = session !== from;
  const rows = await database.all<{ key: number; at: number }>(PAGE, [
    ...[session, Math.max(since, isNew ? -1 : at), before],
    ...(isNew ? [-1, 0] : [at, key]),
    LIMIT,
  ]);
  await writeFromJson(
    database,
    EMPTIED,
    rows.map((row) => row.key),
  );
  const last = rows.at(-1);
  return rows.length < LIMIT || last === undefined ? [session + 1] : [session, last.at, last.key];
};
