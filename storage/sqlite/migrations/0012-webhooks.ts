/**
 * Where organizations want to be told of what happens, what they are to be told (the outbox: `messages`), and what is told once
 * (`told`). `status`: see `MessageStatus`.
 */
export const webhooks = `
CREATE TABLE webhooks (
  id TEXT PRIMARY KEY,
  tenant INTEGER NOT NULL,
  organization INTEGER NOT NULL,
  event INTEGER,
  version INTEGER NOT NULL,
  details TEXT NOT NULL,
  disabled TEXT,
  secret TEXT NOT NULL,
  previous_secret TEXT,
  previous_until INTEGER,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  last_sequence INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX webhooks_of_tenant ON webhooks (tenant);
CREATE INDEX webhooks_of_organization ON webhooks (organization);

CREATE TABLE messages (
  endpoint TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  organization INTEGER NOT NULL,
  event INTEGER,
  session INTEGER,
  attendee INTEGER,
  subject_kind TEXT,
  subject TEXT,
  value REAL,
  since INTEGER,
  queued_at INTEGER NOT NULL,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER,
  finished_at INTEGER,
  PRIMARY KEY (endpoint, sequence)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX messages_by_id ON messages (endpoint, id);
CREATE INDEX messages_due ON messages (endpoint, next_at) WHERE status = 'pending';
CREATE INDEX messages_pending ON messages (endpoint, sequence) WHERE status = 'pending';
CREATE INDEX messages_of_event ON messages (event) WHERE event IS NOT NULL;
CREATE INDEX messages_of_session ON messages (session) WHERE session IS NOT NULL;

CREATE TABLE told (
  scope INTEGER NOT NULL,
  once TEXT NOT NULL,
  PRIMARY KEY (scope, once)
) STRICT, WITHOUT ROWID;
`;
