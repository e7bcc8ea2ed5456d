import type { AttendanceFilter, OpenAttendance, ScopeTotals } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { readOpen } from './attendance-now.ts';

const TOTALS = `
SELECT attendees, live_attendees, live_views, live_watchers, live_ms, live_minutes,
  demand_attendees, demand_views, demand_watchers, demand_ms, demand_minutes,
  (
    SELECT json_group_array(json_object('country', country, 'attendees', attendees) ORDER BY attendees DESC, country)
    FROM countries WHERE scope = ?1 AND attendees > 0
  ) AS countries
FROM totals
WHERE scope = ?1`;

interface Row {
  readonly attendees: number;
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
  readonly countries: string;
}

const PAGE = 1000;

/** Undefined for a scope in which no slice has ended. */
export async function readTotals(
  database: Queryable,
  filter: AttendanceFilter,
  onOpen: (open: OpenAttendance) => void,
): Promise<ScopeTotals | undefined> {
  const [row] = await database.all<Row>(TOTALS, [filter.scope]);
  for (let afterAttendee: number | undefined = 0; afterAttendee !== undefined; ) {
    const open: OpenAttendance = await readOpen(database, { ...filter, afterAttendee, limit: PAGE });
    if (open.slices.length > 0) onOpen(open);
    afterAttendee = open.slices.length < PAGE ? undefined : open.slices.at(-1)?.attendeeKey;
  }
  return row && totalsOf(row);
}

function totalsOf(row: Row): ScopeTotals {
  return {
    attendees: row.attendees,
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
    countries: JSON.parse(row.countries),
  };
}
