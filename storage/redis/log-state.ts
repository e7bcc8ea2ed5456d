import type { Entry } from '../../server/live/changes.ts';
import { decodeEntry, type RawEntry, type View, type Written } from './entry-codec.ts';
import { millisecondsOf } from './entry-id.ts';
import { BEGINNING, formatPosition, type Place } from './position.ts';
import { nextHash, RecentHashes } from './running-hash.ts';

/** An entry as it is delivered, with whether its writer had read the same log; null for a bridge that this node may cross. */
export interface Read {
  readonly entry: Entry;
  readonly isAgreed: boolean;
}

/** What reading the stream makes of it: times, positions and the running hash, alike for all who read it. */
export class LogState {
  #place: Place;
  readonly #hashes = new RecentHashes();

  constructor(place: Place = BEGINNING) {
    this.#place = place;
    if (place.id !== null) this.#hashes.add(place.id, place.hash);
  }

  get id(): string | null {
    return this.#place.id;
  }

  get view(): View | null {
    const { id, hash } = this.#place;
    return id === null ? null : { id, hash };
  }

  /** Throws when the entry cannot follow what was read, or cannot be understood. */
  read(raw: RawEntry): Read | null {
    const decoded = decodeEntry(raw);
    const before = this.#place;
    if (decoded.kind === 'bridge' && decoded.after !== before.id) {
      throw new Error(`Redis lost entries, and the log goes on after ${decoded.after ?? 'nothing'}`);
    }
    const hash = nextHash(before.hash, raw);
    this.#hashes.add(raw.id, hash);
    if (decoded.kind === 'bridge') {
      this.#place = { id: raw.id, time: before.time, hash };
      return null;
    }
    const place = { id: raw.id, time: Math.max(millisecondsOf(raw.id), before.time + 1), hash };
    this.#place = place;
    return { entry: entryOf(place, decoded), isAgreed: this.#hashes.agreesWith(decoded.view) };
  }
}

function entryOf(place: Place & { id: string }, { incarnation, number, changes }: Written): Entry {
  return { position: formatPosition(place), time: place.time, incarnation, number, changes };
}
