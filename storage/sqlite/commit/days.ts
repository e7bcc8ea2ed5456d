import { DAY_MS } from '../../../server/durations.ts';
import type { ScopeKey } from '../../../server/live/catalogue.ts';
import { dayOf } from '../../../server/live/watch.ts';
import type { Days, DayWritten, HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';
import { readEngagedSessions } from '../read/days.ts';
import { readSessionsOfSpan } from '../read/span-slices.ts';

/** Days of a session, both included, of which something is no more as it was kept. */
type Change = readonly [session: ScopeKey, first: number, last: number];

const CHANGED = `
INSERT INTO days_to_keep (event, day, changes)
WITH RECURSIVE changed (event, day, last) AS (
  SELECT s.event, r.value ->> 1, min(r.value ->> 2, k.before - 1)
  FROM jsonb_each(?1) AS r
  CROSS JOIN days_kept AS k ON k.one = 1
  CROSS JOIN sessions AS s ON s.key = r.value ->> 0
  WHERE r.value ->> 1 < k.before
  UNION
  SELECT event, day + 1, last FROM changed WHERE day < last
)
SELECT DISTINCT event, day, 1 FROM changed WHERE true
ON CONFLICT (event, day) DO UPDATE SET changes = changes + 1`;

// Those that wait are perhaps just being counted, and others are kept.
const WAITING_CHANGED = `
UPDATE days_to_keep SET changes = changes + 1
WHERE event IN (SELECT s.event FROM json_each(?1) AS r CROSS JOIN sessions AS s ON s.key = r.value) AND day <= ?2`;

const ALL_CHANGED = `
INSERT INTO days_to_keep (event, day, changes)
SELECT k.event, k.day, 1 FROM kept_days AS k
WHERE k.event IN (SELECT s.event FROM json_each(?1) AS r CROSS JOIN sessions AS s ON s.key = r.value) AND k.day <= ?2
ON CONFLICT (event, day) DO NOTHING`;

interface Changed {
  readonly session: ScopeKey;
  readonly mode: string;
  readonly start: number;
  readonly end: number;
  readonly countedUntil: number;
}

/**
 * An open live slice was kept as one that goes on, which it did until it ended. Of one that is watched later only its end says how
 * what was played is spread over it.
 */
function daysOf({ session, mode, start, end, countedUntil }: Changed): Change {
  const first = mode === 'live' ? Math.min(end, countedUntil) : start;
  return [session, dayOf(first), dayOf(Math.max(end, countedUntil))];
}

/** Slices that have ended: mostly of today, of which nothing is kept. */
export async function changeDaysOf(database: Queryable, slices: Iterable<Changed>): Promise<void> {
  await change(database, [...slices].map(daysOf));
}

async function change(database: Queryable, changes: readonly Change[]): Promise<void> {
  const distinct = new Map(changes.map((one) => [one.join(' '), one]));
  await writeFromJson(database, CHANGED, [...distinct.values()]);
}

/** All days up to one of the events of some sessions. */
export async function changeAllDays(
  database: Queryable,
  sessions: readonly ScopeKey[],
  through = Number.MAX_SAFE_INTEGER,
): Promise<void> {
  if (sessions.length === 0) return;
  for (const sql of [WAITING_CHANGED, ALL_CHANGED])
    await database.all(sql, [JSON.stringify(sessions), through]);
}

/** Whatever of a batch is about days that are kept. */
export async function writeChangedDays(database: Queryable, batch: HistoryBatch): Promise<void> {
  const { slicesEnded, slicesImported, engagements, stale } = batch;
  const imported = slicesImported.map((slice): Change => {
    return [slice.session, dayOf(slice.start), dayOf(slice.end)];
  });
  const engaged = engagements.map(({ session, at }): Change => [session, dayOf(at), dayOf(at)]);
  await change(database, [...slicesEnded.map(daysOf), ...imported, ...engaged]);
  await changeAllDays(database, stale);
}

const CLOSED = `
INSERT INTO days_kept (one, before) VALUES (1, ?1)
ON CONFLICT (one) DO UPDATE SET before = max(before, excluded.before)`;

const TO_KEEP = `
INSERT INTO days_to_keep (event, day, changes)
SELECT DISTINCT s.event, ?2, 1 FROM json_each(?1) AS r CROSS JOIN sessions AS s ON s.key = r.value
WHERE true
ON CONFLICT (event, day) DO UPDATE SET changes = changes + 1`;

async function usedIn(
  database: Queryable,
  { first, last }: Days,
  sessions: readonly ScopeKey[],
): Promise<ScopeKey[]> {
  const span = { sessions, from: first * DAY_MS, to: (last + 1) * DAY_MS };
  const attended = await readSessionsOfSpan(database, span);
  const engaged = await readEngagedSessions(database, span);
  return [...new Set([...attended, ...engaged])];
}

/** To be called within a transaction. See the port's `closeDays`. */
export async function closeDays(
  database: Queryable,
  { first, last }: Days,
  all: readonly ScopeKey[],
): Promise<number> {
  const isSilent = first < last && (await usedIn(database, { first, last }, all)).length === 0;
  const before = (isSilent ? last : first) + 1;
  const used = isSilent ? [] : await usedIn(database, { first, last: first }, all);
  await database.all(TO_KEEP, [JSON.stringify(used), first]);
  await database.all(CLOSED, [before]);
  return before;
}

const CHANGES = 'SELECT changes FROM days_to_keep WHERE event = ?1 AND day = ?2';

const HEAD = `
INSERT OR REPLACE INTO kept_days (event, day, from_at, to_at, sessions, actions) VALUES (?1, ?2, ?3, ?4, ?5, ?6)`;

const PART = 'INSERT INTO kept_people (event, day, part, presence, engaged) VALUES (?1, ?2, ?3, ?4, ?5)';

/** To be called within a transaction. See the port's `keepDay`. */
export async function keepDay(database: Queryable, written: DayWritten): Promise<boolean> {
  const { event, day, changes, from, to, sessions, actions, people } = written;
  const [row] = await database.all<{ changes: number }>(CHANGES, [event, day]);
  if (row?.changes !== changes) return false;
  await database.all('DELETE FROM kept_people WHERE event = ?1 AND day = ?2', [event, day]);
  await database.all(HEAD, [event, day, from, to, JSON.stringify(sessions), JSON.stringify(actions)]);
  for (const [part, { presence, engaged }] of people.entries())
    await database.all(PART, [event, day, part, presence, engaged]);
  await database.all('DELETE FROM days_to_keep WHERE event = ?1 AND day = ?2', [event, day]);
  return true;
}
