import type { AttendeeIds, AttendeeRow, SessionAttendees, SliceRow } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { SLICE_COLUMNS } from '../slice-columns.ts';

const ATTENDEES = `
SELECT a.key AS attendeeKey, a.id AS attendee, a.name, a.first_name AS firstName, a.last_name AS lastName, a.email,
  a.phone, a.country
FROM json_each(?1) AS r CROSS JOIN attendees AS a ON a.key = r.value`;

export function readAttendees(database: Queryable, keys: readonly number[]): Promise<AttendeeRow[]> {
  return database.all<AttendeeRow>(ATTENDEES, [JSON.stringify(keys)]);
}

const SLICES = `
SELECT ${SLICE_COLUMNS}
FROM (
  SELECT DISTINCT attendee FROM slices WHERE session = ?1 AND attendee > ?2 ORDER BY attendee LIMIT ?3
) AS page
CROSS JOIN slices AS s ON s.session = ?1 AND s.attendee = page.attendee
CROSS JOIN attendees AS a ON a.key = s.attendee
ORDER BY s.attendee, s.start_at, s.slice`;

export function readSlicesByAttendee(database: Queryable, filter: SessionAttendees): Promise<SliceRow[]> {
  return database.all<SliceRow>(SLICES, [filter.session, filter.afterAttendee, filter.limit]);
}

const IDS = 'SELECT id FROM attendees WHERE tenant = ?1 AND id > ?2 ORDER BY id LIMIT ?3';

export async function readAttendeeIds(
  database: Queryable,
  { tenant, after, limit }: AttendeeIds,
): Promise<string[]> {
  const rows = await database.all<{ id: string }>(IDS, [tenant, after, limit]);
  return rows.map(({ id }) => id);
}
