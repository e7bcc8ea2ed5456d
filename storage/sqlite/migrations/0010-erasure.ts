/**
 * Who was erased, as a keyed hash (`tombstoneHash`), and by what an erasure finds everything of a tenant. `purges`: the last
 * purge of each organization, and how far it has come: `stage` and `place` are those of `writePurges`.
 */
export const erasure = `
CREATE TABLE tombstones (
  tenant INTEGER NOT NULL,
  hash TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (tenant, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_of_tenant ON sessions (tenant);
CREATE INDEX organizations_of_tenant ON organizations (tenant);
CREATE INDEX keys_of_tenant ON keys (tenant);

CREATE TABLE purges (
  organization INTEGER PRIMARY KEY,
  scope TEXT NOT NULL,
  since INTEGER NOT NULL,
  before INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  place TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT;
CREATE INDEX events_of_organization ON events (organization);
CREATE INDEX sessions_of_event ON sessions (event);
`;
