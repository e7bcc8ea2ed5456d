/** Counted since the start, or as it is now where so said. */
export interface LogStats {
  /** Read, bridges among them. */
  readonly entries: number;
  /** Of their texts. */
  readonly bytes: number;
  /** Written and answered by Redis. */
  readonly entriesWritten: number;
  /** How long before its reading the last entry was written, by Redis' clock as far as it is known, ms. */
  readonly lagMs: number;
  /** Now: changes in entries that have not come back, and changes in none yet. */
  readonly underway: number;
  readonly queued: number;
  /** Now: in the ring. */
  readonly ringBytes: number;
  readonly isConnected: boolean;
  /** Connections after the first. */
  readonly reconnects: number;
  readonly errors: number;
  /** Entries whose writer had read another log than this node. */
  readonly hashMismatches: number;
  readonly clockJumps: number;
  /** How often this node has made the log whole again. */
  readonly restorations: number;
}

export type LogCounters = { -readonly [K in keyof LogStats]: LogStats[K] };

export const newCounters = (): LogCounters => ({
  entries: 0,
  bytes: 0,
  entriesWritten: 0,
  lagMs: 0,
  underway: 0,
  queued: 0,
  ringBytes: 0,
  isConnected: false,
  reconnects: 0,
  errors: 0,
  hashMismatches: 0,
  clockJumps: 0,
  restorations: 0,
});
