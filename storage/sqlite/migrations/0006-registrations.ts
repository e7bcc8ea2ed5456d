/**
 * Registrations and bookmarks, each with its event, so that the people of an event come out of one index; and what finds
 * attendees: `name_fold` and `email_fold` are `fold` of the name and the address (of older rows, of their ASCII letters).
 */
export const registrations = `
ALTER TABLE attendees ADD COLUMN registered_at INTEGER;
ALTER TABLE attendees ADD COLUMN name_fold TEXT;
ALTER TABLE attendees ADD COLUMN email_fold TEXT;
UPDATE attendees SET
  organization = coalesce(organization, tenant), name_fold = lower(name), email_fold = lower(email);
CREATE INDEX attendees_of_organization ON attendees (organization);
CREATE INDEX attendees_by_country ON attendees (organization, country) WHERE country IS NOT NULL;
CREATE INDEX attendees_by_name ON attendees (organization, name_fold) WHERE name_fold IS NOT NULL;
CREATE INDEX attendees_by_email ON attendees (organization, email_fold) WHERE email_fold IS NOT NULL;

CREATE TABLE registrations (
  scope INTEGER NOT NULL,
  attendee INTEGER NOT NULL,
  kind TEXT NOT NULL,
  event INTEGER NOT NULL,
  at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  ticket TEXT,
  answers TEXT NOT NULL,
  metadata TEXT NOT NULL,
  PRIMARY KEY (scope, attendee, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX registrations_by_time ON registrations (scope, kind, at, attendee);
CREATE INDEX registrations_of_event ON registrations (event, attendee);
CREATE INDEX registrations_of_attendee ON registrations (attendee);

CREATE INDEX slices_of_attendee ON slices (attendee, start_at);
`;
