/**
 * Figures that are kept up to date, so that nobody need read all slices: attendance by session and event (of ended slices),
 * its sums, and the curves by hour (`step` 1) and UTC day (2). `active` has the minutes of an hour in which somebody was in
 * an event, 30 bits each. `stale`: sessions whose attendance is being computed anew, as far as which attendee: of a file
 * from before this, all of them.
 */
export const totals = `
CREATE TABLE attendance (
  scope INTEGER NOT NULL,
  attendee INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  first_slice INTEGER NOT NULL,
  country TEXT NOT NULL,
  last_at INTEGER NOT NULL,
  slices INTEGER NOT NULL,
  live_counted INTEGER NOT NULL,
  live_ms INTEGER NOT NULL,
  live_minutes INTEGER NOT NULL,
  live_views INTEGER NOT NULL,
  live_last INTEGER NOT NULL,
  demand_counted INTEGER NOT NULL,
  demand_ms INTEGER NOT NULL,
  demand_minutes INTEGER NOT NULL,
  demand_views INTEGER NOT NULL,
  demand_last INTEGER NOT NULL,
  PRIMARY KEY (scope, attendee)
) STRICT, WITHOUT ROWID;

CREATE TABLE active (
  event INTEGER NOT NULL,
  attendee INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  live_low INTEGER NOT NULL,
  live_high INTEGER NOT NULL,
  demand_low INTEGER NOT NULL,
  demand_high INTEGER NOT NULL,
  PRIMARY KEY (event, attendee, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE totals (
  scope INTEGER PRIMARY KEY,
  attendees INTEGER NOT NULL,
  live_attendees INTEGER NOT NULL,
  live_views INTEGER NOT NULL,
  live_watchers INTEGER NOT NULL,
  live_ms INTEGER NOT NULL,
  live_minutes INTEGER NOT NULL,
  demand_attendees INTEGER NOT NULL,
  demand_views INTEGER NOT NULL,
  demand_watchers INTEGER NOT NULL,
  demand_ms INTEGER NOT NULL,
  demand_minutes INTEGER NOT NULL
) STRICT;

CREATE TABLE countries (
  scope INTEGER NOT NULL,
  country TEXT NOT NULL,
  attendees INTEGER NOT NULL,
  PRIMARY KEY (scope, country)
) STRICT, WITHOUT ROWID;

CREATE TABLE stale (session INTEGER PRIMARY KEY, after_attendee INTEGER NOT NULL) STRICT;
INSERT INTO stale (session, after_attendee) SELECT key, 0 FROM sessions WHERE has_slices = 1;

CREATE TABLE rollups (
  scope INTEGER NOT NULL,
  track INTEGER NOT NULL,
  step INTEGER NOT NULL,
  start_at INTEGER NOT NULL,
  peak INTEGER NOT NULL,
  peak_at INTEGER,
  minimum INTEGER NOT NULL,
  area INTEGER NOT NULL,
  covered INTEGER NOT NULL,
  joins INTEGER NOT NULL,
  leaves INTEGER NOT NULL,
  uniques INTEGER NOT NULL,
  connections INTEGER,
  engagement TEXT,
  PRIMARY KEY (scope, track, step, start_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE rolled (
  step INTEGER PRIMARY KEY,
  since INTEGER NOT NULL,
  through INTEGER NOT NULL
) STRICT;
`;
