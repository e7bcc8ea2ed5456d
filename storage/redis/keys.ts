/** The names in Redis. */
export interface Keys {
  /** The stream. */
  readonly log: string;
  /** Which server was last found to hold what the nodes have read. It goes when Redis forgets everything. */
  readonly confirmed: string;
  /** How far each node has read, while the log is made whole again. */
  readonly positions: string;
}

export function keysOf(prefix: string): Keys {
  return { log: `${prefix}log`, confirmed: `${prefix}confirmed`, positions: `${prefix}positions` };
}
