/** Null in minutes of a single mode, in those that ended between two runs of a server, and in all older than this. */
export const connections = 'ALTER TABLE minutes ADD COLUMN connections INTEGER';
