/**
 * How many attendees are registered for a session or event or have a bookmark, have a bookmark, and are registered and were there:
 * lists of hundreds of thousands are not to be counted for one number. Registrations for a session are such for its event, too. Attendance is computed anew where
 * slices are that lasted for no time: their minutes were counted, which they no longer are.
 */
export const registrationCounts = `
CREATE TABLE registration_counts (
  scope INTEGER PRIMARY KEY,
  registered INTEGER NOT NULL,
  interested INTEGER NOT NULL,
  attended INTEGER NOT NULL
) STRICT;
INSERT INTO registration_counts (scope, registered, interested, attended)
SELECT p.scope, count(*), sum(p.interested), sum(EXISTS (
  SELECT 1 FROM seen AS n WHERE n.scope = p.scope AND n.day = 0 AND n.attendee = p.attendee
))
FROM (
  SELECT g.event AS scope, g.attendee, max(g.kind = 'bookmark') AS interested
  FROM registrations AS g GROUP BY g.event, g.attendee
  UNION ALL
  SELECT g.scope, g.attendee, max(g.kind = 'bookmark')
  FROM registrations AS g WHERE g.scope <> g.event GROUP BY g.scope, g.attendee
) AS p
GROUP BY p.scope;

INSERT INTO stale (session, after_attendee)
SELECT DISTINCT session, 0 FROM slices WHERE counted_until <= start_at
ON CONFLICT (session) DO UPDATE SET after_attendee = 0;
`;
