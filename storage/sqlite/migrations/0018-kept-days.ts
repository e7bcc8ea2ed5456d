/**
 * Who was in an event on a UTC day, packed (see server/figures/days): so that a question over months need not read all slices.
 * Every day before `days_kept.before` is either kept or has nothing, but for those in `days_to_keep`, of which the past has
 * changed since (`changes` grows with it): these are read from slices until they are kept anew. Times of `kept_days` are those of
 * the first and last instant that its figures are about.
 */
export const keptDays = `
CREATE TABLE days_kept (one INTEGER PRIMARY KEY CHECK (one = 1), before INTEGER NOT NULL) STRICT;

CREATE TABLE days_to_keep (
  event INTEGER NOT NULL,
  day INTEGER NOT NULL,
  changes INTEGER NOT NULL,
  PRIMARY KEY (event, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_days (
  event INTEGER NOT NULL,
  day INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  sessions TEXT NOT NULL,
  actions TEXT NOT NULL,
  PRIMARY KEY (event, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_people (
  event INTEGER NOT NULL,
  day INTEGER NOT NULL,
  part INTEGER NOT NULL,
  presence BLOB NOT NULL,
  engaged BLOB NOT NULL,
  PRIMARY KEY (event, day, part)
) STRICT, WITHOUT ROWID;
`;
