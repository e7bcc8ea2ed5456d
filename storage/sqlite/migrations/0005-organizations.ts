/** What organizations say of themselves, and when an event was ended by action. `version` counts the changes. */
export const organizations = `
ALTER TABLE organizations ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE organizations ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
ALTER TABLE organizations ADD COLUMN salt TEXT;
UPDATE organizations SET details = json_object(
  'name', id, 'timeZone', NULL, 'retention', NULL, 'pseudonymous', NULL, 'metadata', json('{}'));

ALTER TABLE events ADD COLUMN ended_at INTEGER;
`;
