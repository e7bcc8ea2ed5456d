import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { AttendanceFilter, OpenAttendance, ScopeSums, ScopeTotals } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { readOpen } from './attendance-now.ts';

const COLUMNS = `
t.attendees, t.watchers, t.live_attendees, t.live_views, t.live_watchers, t.live_ms, t.live_minutes,
t.demand_attendees, t.demand_views, t.demand_watchers, t.demand_ms, t.demand_minutes`;

const TOTALS = `
SELECT ${COLUMNS}, (
  SELECT json_group_array(json_object('country', country, 'attendees', attendees) ORDER BY attendees DESC, country)
  FROM countries WHERE scope = ?1 AND attendees > 0
) AS countries
FROM totals AS t
WHERE t.scope = ?1`;

const OF_SESSIONS = `
SELECT t.scope, ${COLUMNS}
FROM json_each(?1) AS s CROSS JOIN totals AS t ON t.scope = s.value`;

interface Row {
  readonly attendees: number;
  readonly watchers: number;
  readonly live_attendees: number;
  readonly live_views: number;
  readonly live_watchers: number;
  readonly live_ms: number;
  readonly live_minutes: number;
  readonly demand_attendees: number;
  readonly demand_views: number;
  readonly demand_watchers: number;
  readonly demand_ms: number;
  readonly demand_minutes: number;
}

/** Each page looks at all open slices again. */
const PAGE = 5000;

type OnOpen = (open: OpenAttendance) => void;

async function tellOpen(
  database: Queryable,
  filter: Pick<AttendanceFilter, 'event' | 'sessions'>,
  onOpen: OnOpen,
): Promise<void> {
  for (let afterAttendee: number | undefined = 0; afterAttendee !== undefined; ) {
    const open: OpenAttendance = await readOpen(database, { ...filter, afterAttendee, limit: PAGE });
    if (open.slices.length > 0) onOpen(open);
    afterAttendee = open.slices.length < PAGE ? undefined : open.slices.at(-1)?.attendeeKey;
  }
}

/** Undefined for a scope in which no slice has ended. */
export async function readTotals(
  database: Queryable,
  filter: AttendanceFilter,
  onOpen: OnOpen,
): Promise<ScopeTotals | undefined> {
  const [row] = await database.all<Row & { countries: string }>(TOTALS, [filter.scope]);
  await tellOpen(database, filter, onOpen);
  return row && { ...sumsOf(row), countries: JSON.parse(row.countries) };
}

export async function readTotalsOfSessions(
  database: Queryable,
  sessions: readonly ScopeKey[],
  onOpen: OnOpen,
): Promise<Map<ScopeKey, ScopeSums>> {
  const rows = await database.all<Row & { scope: ScopeKey }>(OF_SESSIONS, [JSON.stringify(sessions)]);
  await tellOpen(database, { event: null, sessions }, onOpen);
  return new Map(rows.map((row) => [row.scope, sumsOf(row)]));
}

function sumsOf(row: Row): ScopeSums {
  return {
    attendees: row.attendees,
    watchers: row.watchers,
    live: {
      attendees: row.live_attendees,
      views: row.live_views,
      watchers: row.live_watchers,
      watchMs: row.live_ms,
      engagedMinutes: row.live_minutes,
    },
    onDemand: {
      attendees: row.demand_attendees,
      views: row.demand_views,
      watchers: row.demand_watchers,
      watchMs: row.demand_ms,
      engagedMinutes: row.demand_minutes,
    },
  };
}
