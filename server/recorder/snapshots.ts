import type { HistorySnapshot } from '../../storage/types.ts';
import type { Entry } from '../live/changes.ts';
import type { Live } from '../live/live.ts';

const MINUTE_MS = 60_000;

export interface SnapshotsOptions {
  readonly live: Live;
  /** The one that the file has. */
  readonly last: HistorySnapshot | null;
  /** When in a minute it is done, ms: it takes a moment in which nothing else is, so not on all nodes at once. @default 0 */
  readonly offsetMs?: number;
}

/** When a replica keeps the state of live: once a minute, so that a restart reads little of the log, and at the end. */
export class Snapshots {
  readonly #live: Live;
  readonly #offsetMs: number;
  #minute: number;
  #ending = false;

  constructor({ live, last, offsetMs = 0 }: SnapshotsOptions) {
    this.#live = live;
    this.#offsetMs = offsetMs;
    this.#minute = last === null ? -1 : this.#minuteOf(last.time);
  }

  /** The state after an entry, where it is to be kept. To be asked for every entry, right after it was applied. */
  after(entry: Entry): HistorySnapshot | undefined {
    const minute = this.#minuteOf(entry.time);
    const isLast = this.#ending && entry.changes.some(({ kind }) => kind === 'stop');
    if (minute <= this.#minute && !isLast) return undefined;
    this.#minute = minute;
    return snapshotAfter(this.#live, entry);
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
