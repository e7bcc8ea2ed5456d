/**
 * What organizations say of themselves, and when an event was ended by action. `version` counts the changes. `purged`: spans
 * `[from_at, to_at)` in which something of a scope has been deleted, so that its figures there cannot be counted again.
 */
export const organizations = `
ALTER TABLE organizations ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE organizations ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
ALTER TABLE organizations ADD COLUMN salt TEXT;
UPDATE organizations SET details = json_object(
  'name', id, 'timeZone', NULL, 'retention', NULL, 'pseudonymous', NULL, 'metadata', json('{}'));

ALTER TABLE events ADD COLUMN ended_at INTEGER;

ALTER TABLE sessions ADD COLUMN has_engagements INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET has_engagements = 1
WHERE has_slices = 0 AND EXISTS (SELECT 1 FROM engagements AS e WHERE e.session = sessions.key);

CREATE TABLE purged (
  scope INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  PRIMARY KEY (scope, from_at, to_at)
) STRICT, WITHOUT ROWID;
`;
