/**
 * People whom the back office registered (`version` counts the changes; 0: known by token only), and who did what. Null
 * organization: of before this, the tenant's root.
 */
export const people = `
ALTER TABLE attendees ADD COLUMN organization INTEGER;
ALTER TABLE attendees ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attendees ADD COLUMN first_name TEXT;
ALTER TABLE attendees ADD COLUMN last_name TEXT;
ALTER TABLE attendees ADD COLUMN phone TEXT;
ALTER TABLE attendees ADD COLUMN metadata TEXT;

CREATE TABLE audit (
  key INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL,
  organization INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  details TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_time ON audit (organization, at);
`;
