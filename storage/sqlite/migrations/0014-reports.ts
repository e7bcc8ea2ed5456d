/**
 * Reports that were asked for. `report_voids`: files of a tenant made of the history before this log time may hold what has been
 * erased, purged or deleted since.
 */
export const reports = `
CREATE TABLE reports (
  id TEXT PRIMARY KEY,
  tenant INTEGER NOT NULL,
  organization INTEGER NOT NULL,
  event INTEGER NOT NULL,
  from_day TEXT NOT NULL,
  to_day TEXT NOT NULL,
  email TEXT,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  node TEXT NOT NULL,
  settled_at INTEGER,
  settled_by TEXT,
  failure TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX reports_of_organization ON reports (organization, created_at, id);
CREATE INDEX reports_of_event ON reports (event);
CREATE INDEX reports_of_tenant ON reports (tenant);
CREATE INDEX reports_by_end ON reports (expires_at);
CREATE INDEX reports_unsettled ON reports (expires_at) WHERE settled_at IS NULL;

CREATE TABLE report_voids (tenant INTEGER PRIMARY KEY, before INTEGER NOT NULL) STRICT;
`;
