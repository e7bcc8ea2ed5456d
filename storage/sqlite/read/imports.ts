import type { PastLine } from '../../../server/live/import-lines.ts';
import type {
  BackfilledWatch,
  ImportAnswer,
  PresenceQuestion,
  ScopeSpan,
  SliceRow,
  SlicesOfSessions,
  Span,
} from '../../types.ts';
import type { Queryable } from '../database.ts';
import { SLICE_COLUMNS } from '../slice-columns.ts';
import { LENGTHS } from './lengths.ts';

const PART = 'SELECT past FROM import_parts WHERE import = ?1 AND number = ?2';

/** The past lines of a part; none where it had none. */
export async function readImportPart(
  database: Queryable,
  { import: id, number }: { readonly import: string; readonly number: number },
): Promise<PastLine[]> {
  const [row] = await database.all<{ past: string }>(PART, [id, number]);
  return row === undefined ? [] : JSON.parse(row.past);
}

const ANSWER_COLUMNS = 'import, at, digest, answer';
const BY_ID = `SELECT id AS ${ANSWER_COLUMNS} FROM imports WHERE id = ?1`;
const BY_KEY = `
SELECT id AS ${ANSWER_COLUMNS} FROM imports WHERE organization = ?1 AND idempotency_key = ?2
ORDER BY at DESC LIMIT 1`;

type StoredAnswer = Omit<ImportAnswer, 'answer'> & { readonly answer: string };

function answerOf([row]: readonly StoredAnswer[]): ImportAnswer | null {
  return row === undefined ? null : { ...row, answer: JSON.parse(row.answer) };
}

export async function readImportAnswer(database: Queryable, id: string): Promise<ImportAnswer | null> {
  return answerOf(await database.all<StoredAnswer>(BY_ID, [id]));
}

export async function readImportAnswerOfKey(
  database: Queryable,
  { organization, key }: { readonly organization: number; readonly key: string },
): Promise<ImportAnswer | null> {
  return answerOf(await database.all<StoredAnswer>(BY_KEY, [organization, key]));
}

const BACKFILLED = `
SELECT from_at AS "from", to_at AS "to" FROM backfilled
WHERE scope = ?1 AND from_at < ?3 AND to_at > ?2 ORDER BY from_at`;

export function readBackfilled(database: Queryable, { scope, from, to }: ScopeSpan): Promise<Span[]> {
  return database.all<Span>(BACKFILLED, [scope, from, to]);
}

const WATCH = `
SELECT w.session, w.day, w.ms, w.uncut_ms AS uncutMs
FROM json_each(?1) AS r CROSS JOIN backfilled_watch AS w ON w.session = r.value AND w.day = 0`;

export function readBackfilledWatch(
  database: Queryable,
  sessions: readonly number[],
): Promise<BackfilledWatch[]> {
  return database.all<BackfilledWatch>(WATCH, [JSON.stringify(sessions)]);
}

const STANDING = `
WITH ${LENGTHS}
SELECT ${SLICE_COLUMNS}
FROM (
  SELECT e.slice
  FROM json_each(?1) AS r
  CROSS JOIN lengths
  CROSS JOIN slices AS e ON e.session = r.value AND e.length = lengths.length
  WHERE e.start_at >= ?2 - lengths.longest AND e.start_at < ?2 AND e.counted_until >= ?2
  UNION ALL
  SELECT o.slice FROM json_each(?1) AS r CROSS JOIN slices AS o ON o.session = r.value
  WHERE o.end_at IS NULL AND o.start_at < ?2
) AS present
CROSS JOIN slices AS s ON s.slice = present.slice
CROSS JOIN attendees AS a ON a.key = s.attendee
ORDER BY s.start_at, s.slice`;

const BEGUN = `
SELECT ${SLICE_COLUMNS}
FROM json_each(?1) AS r
CROSS JOIN slices AS s ON s.session = r.value AND s.start_at >= ?2 AND s.start_at < ?3
CROSS JOIN attendees AS a ON a.key = s.attendee
ORDER BY s.start_at, s.slice`;

/** Those that were counted when the span began (or until just then), and those that began in it. */
export async function readSlicesOfSessions(
  database: Queryable,
  { sessions, from, to, which }: SlicesOfSessions,
): Promise<SliceRow[]> {
  const keys = JSON.stringify(sessions);
  return which === 'standing'
    ? database.all<SliceRow>(STANDING, [keys, from])
    : database.all<SliceRow>(BEGUN, [keys, from, to]);
}

const OF_ATTENDEES = `
SELECT r.key AS place, ${SLICE_COLUMNS}
FROM jsonb_each(?1) AS r
CROSS JOIN attendees AS a ON a.tenant = r.value ->> 'tenant' AND a.id = r.value ->> 'attendee'
CROSS JOIN slices AS s INDEXED BY slices_by_attendee
  ON s.session = r.value ->> 'session' AND s.attendee = a.key AND s.start_at < r.value ->> 'end'
WHERE s.mode = r.value ->> 'mode' AND (s.end_at IS NULL OR max(s.end_at, s.counted_until) > r.value ->> 'start')`;

/** Slices of the same attendee, session and mode that a span overlaps; `place`: of which question. */
export function readOverlapping(
  database: Queryable,
  questions: readonly PresenceQuestion[],
): Promise<(SliceRow & { readonly place: number })[]> {
  return database.all(OF_ATTENDEES, [JSON.stringify(questions)]);
}

const PEOPLE = `
SELECT DISTINCT e.event, s.attendee FROM slices AS s CROSS JOIN sessions AS e ON e.key = s.session
WHERE s.slice >= ?1 AND s.slice <= ?2 ORDER BY e.event, s.attendee`;

export function readPeopleOfSlices(
  database: Queryable,
  { first, last }: { readonly first: number; readonly last: number },
): Promise<{ event: number; attendee: number }[]> {
  return database.all(PEOPLE, [first, last]);
}
