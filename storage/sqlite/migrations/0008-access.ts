/** Who is kept out of a session or organization (`scope`) until when. */
export const access = `
CREATE TABLE blocks (
  tenant INTEGER NOT NULL,
  attendee TEXT NOT NULL,
  scope INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (tenant, attendee, scope)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_by_end ON blocks (until);
`;
