/**
 * Times are milliseconds since the epoch, days are UTC day numbers (0: since the scope exists). Scopes come with the
 * keys that live gave them; attendees and actions get theirs here, so that text ids stand in dictionaries only
 * (random text keys made writing five times slower).
 *
 * Finding slices by time: an interval that overlaps a span may have begun long before it, so an index on the start
 * alone would read everything since the beginning. `length` sorts the ended slices into classes by duration, each at
 * most eight times as long as the shortest in it; within a class, only starts from `span start - longest of the class`
 * on can overlap, so a question reads little more than it returns, wherever in history it looks.
 */
export const initial = `
CREATE TABLE progress (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  position TEXT NOT NULL,
  time INTEGER NOT NULL,
  last_key INTEGER NOT NULL,
  last_slice INTEGER NOT NULL,
  last_engagement INTEGER NOT NULL
) STRICT;

CREATE TABLE runs (start_at INTEGER PRIMARY KEY, end_at INTEGER NOT NULL) STRICT;

CREATE TABLE organizations (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  tenant INTEGER NOT NULL,
  parent INTEGER
) STRICT;

CREATE TABLE events (
  key INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL,
  id TEXT NOT NULL,
  organization INTEGER NOT NULL,
  version INTEGER NOT NULL,
  details TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
  key INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL,
  id TEXT NOT NULL,
  event INTEGER NOT NULL,
  version INTEGER NOT NULL,
  details TEXT NOT NULL,
  windows TEXT NOT NULL,
  ended INTEGER NOT NULL,
  replay INTEGER NOT NULL,
  has_slices INTEGER NOT NULL
) STRICT;

CREATE TABLE attendees (
  key INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL,
  id TEXT NOT NULL,
  name TEXT,
  email TEXT,
  country TEXT,
  UNIQUE (tenant, id)
) STRICT;

CREATE TABLE actions (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE slices (
  slice INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  attendee INTEGER NOT NULL,
  mode TEXT NOT NULL,
  start_at INTEGER NOT NULL,
  end_at INTEGER,
  counted_until INTEGER,
  ended_by TEXT,
  country TEXT NOT NULL,
  played_ms INTEGER,
  length INTEGER AS (
    CASE
      WHEN end_at IS NULL THEN NULL
      WHEN max(end_at, counted_until) - start_at < 64000 THEN 0
      WHEN max(end_at, counted_until) - start_at < 512000 THEN 1
      WHEN max(end_at, counted_until) - start_at < 4096000 THEN 2
      WHEN max(end_at, counted_until) - start_at < 32768000 THEN 3
      WHEN max(end_at, counted_until) - start_at < 262144000 THEN 4
      WHEN max(end_at, counted_until) - start_at < 2097152000 THEN 5
      ELSE 6
    END
  ) VIRTUAL,
  CHECK ((end_at IS NULL) = (counted_until IS NULL))
) STRICT;
CREATE INDEX slices_by_start ON slices (session, start_at);
CREATE INDEX slices_by_attendee ON slices (session, attendee, start_at);
CREATE INDEX slices_by_length ON slices (session, length, start_at) WHERE length IS NOT NULL;
CREATE INDEX slices_of_all_by_length ON slices (length, start_at) WHERE length IS NOT NULL;
CREATE INDEX slices_open ON slices (session, start_at) WHERE end_at IS NULL;

CREATE TABLE played (
  key INTEGER PRIMARY KEY,
  slice INTEGER NOT NULL,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX played_by_slice ON played (slice);

CREATE TABLE visibility (
  slice INTEGER NOT NULL,
  start_at INTEGER NOT NULL,
  end_at INTEGER,
  state TEXT NOT NULL,
  PRIMARY KEY (slice, start_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE seen (
  scope INTEGER NOT NULL,
  day INTEGER NOT NULL,
  attendee INTEGER NOT NULL,
  PRIMARY KEY (scope, day, attendee)
) STRICT, WITHOUT ROWID;

CREATE TABLE uniques (
  day INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE peaks (
  day INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  value INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (day, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE watched (
  day INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  ms INTEGER NOT NULL,
  live_ms INTEGER NOT NULL,
  PRIMARY KEY (day, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE minutes (
  scope INTEGER NOT NULL,
  track INTEGER NOT NULL,
  minute INTEGER NOT NULL,
  peak INTEGER NOT NULL,
  peak_at INTEGER NOT NULL,
  minimum INTEGER NOT NULL,
  area INTEGER NOT NULL,
  covered INTEGER NOT NULL,
  joins INTEGER NOT NULL,
  leaves INTEGER NOT NULL,
  uniques INTEGER NOT NULL,
  PRIMARY KEY (scope, track, minute)
) STRICT, WITHOUT ROWID;

CREATE TABLE engagements (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  session INTEGER NOT NULL,
  attendee INTEGER NOT NULL,
  action INTEGER NOT NULL,
  at INTEGER NOT NULL,
  data TEXT NOT NULL,
  anonymous INTEGER NOT NULL
) STRICT;
CREATE INDEX engagements_by_time ON engagements (session, at, action, attendee);
CREATE INDEX engagements_by_action ON engagements (session, action, at);

CREATE TABLE attendee_engagements (
  session INTEGER NOT NULL,
  attendee INTEGER NOT NULL,
  action INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (session, attendee, action)
) STRICT, WITHOUT ROWID;

CREATE TABLE used_ids (
  hash BLOB PRIMARY KEY,
  attendee INTEGER NOT NULL,
  session INTEGER NOT NULL,
  action INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE upvotes (
  question BLOB NOT NULL,
  attendee INTEGER NOT NULL,
  PRIMARY KEY (question, attendee)
) STRICT, WITHOUT ROWID;

CREATE TABLE polls (
  session INTEGER NOT NULL,
  poll TEXT NOT NULL,
  question TEXT NOT NULL,
  type TEXT NOT NULL,
  options TEXT NOT NULL,
  anonymous INTEGER NOT NULL,
  open INTEGER NOT NULL,
  PRIMARY KEY (session, poll)
) STRICT, WITHOUT ROWID;

CREATE TABLE engagement_counts (
  day INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  action INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, scope, action)
) STRICT, WITHOUT ROWID;

CREATE TABLE engagement_minutes (
  scope INTEGER NOT NULL,
  minute INTEGER NOT NULL,
  action INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (scope, minute, action)
) STRICT, WITHOUT ROWID;
`;
