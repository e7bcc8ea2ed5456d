const PERSON = `
a.id AS attendee, a.name, a.first_name AS firstName, a.last_name AS lastName, a.country AS home`;

export const ROOMS = `
SELECT s.key, s.details ->> '$.title' AS title, s.details ->> '$.capacity' AS capacity,
  s.details ->> '$.startsAt' AS startsAt, s.details ->> '$.endsAt' AS endsAt
FROM rooms AS r CROSS JOIN main.sessions AS s ON s.key = r.session
ORDER BY s.key`;

export const COUNT_ENTRIES = `
SELECT count(*) AS count
FROM rooms AS r CROSS JOIN main.slices AS s ON s.session = r.session AND s.start_at >= ?1 AND s.start_at < ?2`;

export const COUNTRIES = `
SELECT country, count(DISTINCT attendee) AS people FROM main.slices
WHERE session = ?1 AND start_at >= ?2 AND start_at < ?3
GROUP BY country ORDER BY people DESC, country`;

export const ENTRY_MINUTES = `
SELECT start_at / 60000 * 60000 AS minute, count(*) AS entries, count(DISTINCT attendee) AS people FROM main.slices
WHERE session = ?1 AND start_at >= ?2 AND start_at < ?3
GROUP BY minute ORDER BY minute`;

export const ENTRY_COUNTS = `
SELECT n.attendee AS attendeeKey, n.entries, ${PERSON}
FROM (
  SELECT attendee, count(*) AS entries FROM main.slices
  WHERE session = ?1 AND attendee > ?2 AND start_at >= ?3 AND start_at < ?4
  GROUP BY attendee ORDER BY attendee LIMIT ?5
) AS n
CROSS JOIN main.attendees AS a ON a.key = n.attendee
ORDER BY n.attendee`;

export const ENTRIES = `
SELECT n.attendee AS attendeeKey, n.start_at AS start, n.slice, n.country, ${PERSON}
FROM (
  SELECT attendee, start_at, slice, country FROM main.slices INDEXED BY slices_by_attendee
  WHERE session = ?1 AND (attendee, start_at, slice) > (?2, ?3, ?4) AND start_at >= ?5 AND start_at < ?6
  ORDER BY attendee, start_at, slice LIMIT ?7
) AS n
CROSS JOIN main.attendees AS a ON a.key = n.attendee
ORDER BY n.attendee, n.start_at, n.slice`;

export const ACTIVITY_DAYS = `
SELECT n.attendee AS attendeeKey, n.day, n.bubbles, n.teleports, n.chats, n.firstAt, ${PERSON}
FROM (
  SELECT attendee, day, count(DISTINCT iif(kind = 'bubble.join', name, NULL)) AS bubbles,
    sum(kind = 'teleport') AS teleports, sum(kind = 'chat') AS chats, min(at) AS firstAt
  FROM acts WHERE session = ?1 AND (attendee, day) > (?2, ?3)
  GROUP BY attendee, day ORDER BY attendee, day LIMIT ?4
) AS n
CROSS JOIN main.attendees AS a ON a.key = n.attendee
ORDER BY n.attendee, n.day`;

const AFTER = `
SELECT attendee, day, name, at, key FROM acts
WHERE session = ?1 AND kind = ?2 AND (attendee, day, name, at, key) > (?3, ?4, ?5, ?6, ?7)
ORDER BY attendee, day, name, at, key LIMIT ?8`;

export const BUBBLE_JOINS = `
SELECT n.attendee AS attendeeKey, n.day, n.name AS bubble, n.at, n.key, b.people, b.locked AS isLocked, ${PERSON}
FROM (${AFTER}) AS n
CROSS JOIN main.attendees AS a ON a.key = n.attendee
CROSS JOIN bubbles_seen AS b ON b.session = ?1 AND b.bubble = n.name
ORDER BY n.attendee, n.day, n.name, n.at, n.key`;

export const TELEPORTS = `
SELECT n.attendee AS attendeeKey, n.day, n.name AS "to", n.at, n.key, ${PERSON},
  o.name AS toName, o.first_name AS toFirstName, o.last_name AS toLastName
FROM (${AFTER}) AS n
CROSS JOIN main.attendees AS a ON a.key = n.attendee
LEFT JOIN main.attendees AS o ON o.tenant = a.tenant AND o.id = n.name
ORDER BY n.attendee, n.day, n.name, n.at, n.key`;

export const COUNTRY_AT = `
SELECT country FROM main.slices
WHERE session = ?1 AND attendee = ?2 AND start_at <= ?3
ORDER BY start_at DESC LIMIT 1`;
