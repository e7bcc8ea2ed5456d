/**
 * What a replica of a shared log goes on with: the state of live as of a position at or before that of the file, and who
 * is in which bubble at exactly the file's. Neither is there in the file of a server that keeps its log to itself.
 */
export const replica = `
CREATE TABLE snapshot (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL,
  position TEXT NOT NULL,
  time INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE bubbles (
  session INTEGER NOT NULL,
  attendee INTEGER NOT NULL,
  bubble TEXT NOT NULL,
  PRIMARY KEY (session, attendee)
) STRICT, WITHOUT ROWID;
`;
