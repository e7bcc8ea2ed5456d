/**
 * Imports: parts that wait for the last entry, what was answered (for a day, so that a key gives the same answer again), and
 * what came of them. `imported_slices` keeps who has used the ids of slices, hashed, for ever. `backfilled`: in `[from_at,
 * to_at)` a scope is known though no log ran; without length it is an hour to which only engagements were added. `backfilled_watch`: watch time of imported slices, apart from `watched`, which
 * live replaces; `uncut_ms` was live while nobody had said when the session was.
 */
export const imports = `
CREATE TABLE import_parts (
  import TEXT NOT NULL,
  number INTEGER NOT NULL,
  past TEXT NOT NULL,
  PRIMARY KEY (import, number)
) STRICT;

CREATE TABLE imports (
  id TEXT PRIMARY KEY,
  organization INTEGER NOT NULL,
  at INTEGER NOT NULL,
  idempotency_key TEXT,
  digest TEXT,
  answer TEXT NOT NULL
) STRICT;
CREATE INDEX imports_by_key ON imports (organization, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX imports_by_time ON imports (at);

ALTER TABLE slices ADD COLUMN client_id TEXT;

CREATE TABLE imported_slices (hash BLOB PRIMARY KEY, slice INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE backfilled (
  scope INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  PRIMARY KEY (scope, from_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE backfilled_watch (
  day INTEGER NOT NULL,
  session INTEGER NOT NULL,
  ms INTEGER NOT NULL,
  uncut_ms INTEGER NOT NULL,
  PRIMARY KEY (session, day)
) STRICT, WITHOUT ROWID;
`;
