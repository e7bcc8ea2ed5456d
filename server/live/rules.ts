/**
 * Number of the rules by which this core reads the log: to be raised with every change of `server/live` that gives another
 * state for the same entries. Nodes of different numbers do not run together.
 */
export const RULES = 4;
