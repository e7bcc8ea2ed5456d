import type { HistorySnapshot } from '../../storage/types.ts';
import type { Entry } from '../live/changes.ts';
import type { Live } from '../live/live.ts';

const MINUTE_MS = 60_000;
const REST_MS = 20_000;
/** Many people may be erased one after the other. */
const REST_AFTER_ERASURE_MS = 1000;

export interface SnapshotsOptions {
  readonly live: Live;
  /** The one that the file has. */
  readonly last: HistorySnapshot | null;
  /** When in a minute it is done, ms: it takes a moment in which nothing else is, so not on all nodes at once. @default 0 */
  readonly offsetMs?: number;
  /** ms. Minutes of the log that are read in a moment are not worth a snapshot each. @default time does not matter */
  readonly monotonic?: () => number;
}

/**
 * When a replica keeps the state of live: once a minute, so that a restart reads little of the log, and at the end. And after
 * an erasure, since the one before knows the person still.
 */
export class Snapshots {
  readonly #live: Live;
  readonly #offsetMs: number;
  readonly #monotonic: () => number;
  #minute: number;
  #restUntil = Number.NEGATIVE_INFINITY;
  #erasureRestUntil = Number.NEGATIVE_INFINITY;
  #holdsErased = false;
  #ending = false;

  constructor({ live, last, offsetMs = 0, monotonic = () => Number.POSITIVE_INFINITY }: SnapshotsOptions) {
    this.#live = live;
    this.#offsetMs = offsetMs;
    this.#monotonic = monotonic;
    this.#minute = last === null ? -1 : this.#minuteOf(last.time);
  }

  /** The state after an entry, where it is to be kept. To be asked for every entry, right after it was applied. */
  after(entry: Entry): HistorySnapshot | undefined {
    const minute = this.#minuteOf(entry.time);
    const isLast = this.#ending && entry.changes.some(({ kind }) => kind === 'stop');
    if (entry.changes.some(({ kind }) => kind === 'erase')) this.#holdsErased = true;
    const now = this.#monotonic();
    const isErased = this.#holdsErased && now >= this.#erasureRestUntil;
    const isDue = minute > this.#minute && now >= this.#restUntil;
    if (!isDue && !isLast && !isErased) return undefined;
    this.#minute = minute;
    const snapshot = snapshotAfter(this.#live, entry);
    this.#restUntil = this.#monotonic() + REST_MS;
    if (this.#holdsErased) this.#erasureRestUntil = this.#monotonic() + REST_AFTER_ERASURE_MS;
    this.#holdsErased = false;
    return snapshot;
  }

  /** This process ends in order: the state after the entry that says so is kept, too. */
  end(): void {
    this.#ending = true;
  }

  #minuteOf(time: number): number {
    return Math.floor((time - this.#offsetMs) / MINUTE_MS);
  }
}

function snapshotAfter(live: Live, { position, time }: Entry): HistorySnapshot {
  const snapshot = live.snapshot();
  return { version: snapshot.version, position, time, text: JSON.stringify(snapshot) };
}
