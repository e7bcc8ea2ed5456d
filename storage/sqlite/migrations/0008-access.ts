/** Who is kept out of a session or organization (`scope`) until when, API keys, and what finds acts. */
export const access = `
CREATE TABLE blocks (
  tenant INTEGER NOT NULL,
  attendee TEXT NOT NULL,
  scope INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (tenant, attendee, scope)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_by_end ON blocks (until);

CREATE TABLE keys (
  id TEXT PRIMARY KEY,
  tenant INTEGER NOT NULL,
  organization INTEGER NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  event TEXT,
  hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER
) STRICT, WITHOUT ROWID;

DROP INDEX audit_by_time;
CREATE INDEX audit_by_time ON audit (tenant, at);
`;
