import type { Change, Entry } from '../../server/live/changes.ts';

/** What a log tells its one reader. All calls are synchronous and one after the other. */
export interface LogReader {
  /** Every entry after the position that reading began with, in order, those of this process among them. */
  entry(entry: Entry): void;
  /**
   * What stood in the log has been delivered: at the beginning, and again each time that the log was away and is back.
   * An entry of this process whose fate was unknown meanwhile has been delivered, too, or will never be.
   */
  caughtUp(): void;
  /** The log cannot be reached, or delivers nothing although this process writes. Told again every second until `caughtUp`. */
  away(): void;
  /**
   * The log no longer holds what follows the position: this process must begin again with the file of another one.
   * Nothing is delivered afterwards.
   */
  lost(reason: string): void;
}

/**
 * The ordered sequence of everything that happens. Rules of every implementation: times are whole
 * milliseconds and strictly increase from entry to entry; this process appends at least one entry a second, with or
 * without changes (the sign of life), once an incarnation has begun; what was appended by it comes back in the order it was appended.
 */
export interface Log {
  /** Log time now: not before the last entry, and what an entry written at this moment would carry, or later. ms since the epoch. */
  now(): number;
  /**
   * What is appended from now on belongs to this incarnation, in entries numbered from 1. What was appended before and has
   * not come back is given up: it may still come back in an entry of the earlier incarnation.
   */
  begin(incarnation: string): void;
  /** Queues a change; it comes back to the reader in an entry of the incarnation. Throws before `begin` and after `close`. */
  append(change: Change): void;
  /** Starts reading after a position (null: from the beginning). Only one reader. */
  read(reader: LogReader, after: string | null): void;
  /** Writes what is queued, delivers it to the reader, and stops. Gives up what cannot be written within some seconds. */
  close(): Promise<void>;
}
