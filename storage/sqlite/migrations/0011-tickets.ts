/**
 * Tickets that registrations name, by hash (`engagementHash`), with the keys that they get in log order and keep when whoever had
 * them is erased. Those of older registrations get theirs when they are written again.
 */
export const tickets = `
CREATE TABLE tickets (key INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE) STRICT;
`;
