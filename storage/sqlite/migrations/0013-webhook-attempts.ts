/**
 * What this node sent to endpoints and what they answered, the latest only; of no other node, and of no consequence for any
 * figure. `read_at`: log time up to which the file was known when the body was made of it.
 */
export const webhookAttempts = `
CREATE TABLE webhook_attempts (
  key INTEGER PRIMARY KEY,
  endpoint TEXT NOT NULL,
  message TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  page INTEGER NOT NULL,
  tenant INTEGER NOT NULL,
  organization INTEGER NOT NULL,
  attendee INTEGER,
  has_people INTEGER NOT NULL,
  read_at INTEGER NOT NULL,
  at INTEGER NOT NULL,
  took_ms INTEGER NOT NULL,
  url TEXT NOT NULL,
  headers TEXT NOT NULL,
  body TEXT NOT NULL,
  status INTEGER,
  failure TEXT,
  answer TEXT NOT NULL
) STRICT;
CREATE INDEX webhook_attempts_of_endpoint ON webhook_attempts (endpoint, key);
CREATE INDEX webhook_attempts_of_tenant ON webhook_attempts (tenant);
CREATE INDEX webhook_attempts_of_organization ON webhook_attempts (organization, at);
CREATE INDEX webhook_attempts_by_time ON webhook_attempts (at);
CREATE INDEX tombstones_by_time ON tombstones (tenant, at);
`;
