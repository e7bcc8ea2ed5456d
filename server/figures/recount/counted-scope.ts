import type { SliceRow } from '../../../storage/types.ts';
import { DAY_MS } from '../../durations.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { Track } from '../../live/track.ts';
import type { ScopeKind } from '../../protocol/client-messages.ts';

/** A scope that a session counts in. */
export interface RecountScope {
  readonly key: ScopeKey;
  readonly kind: ScopeKind;
}

/** Somebody who is counted in a scope, by how many slices of each mode. */
interface Person {
  readonly attendee: string;
  readonly attendeeKey: number;
  live: number;
  onDemand: number;
  /** In which tracks they were counted before the present instant; null while it has not touched them. */
  before: readonly boolean[] | null;
}

const NOWHERE: readonly boolean[] = [false, false, false];

function tracksOf({ live, onDemand }: Person): readonly boolean[] {
  return [live + onDemand > 0, live > 0, onDemand > 0];
}

/** Who is counted in one scope, and what became of their number in the open minute. */
export class CountedScope {
  readonly key: ScopeKey;
  /** Its peak and uniques are by UTC day. */
  readonly isDaily: boolean;
  /** All modes together, live, onDemand. */
  readonly tracks: readonly [Track, Track, Track] = [new Track(), new Track(), new Track()];
  peak = 0;
  peakAt = 0;
  readonly #people = new Map<number, Person>();
  readonly #touched: Person[] = [];

  constructor({ key, kind }: RecountScope) {
    this.key = key;
    this.isDaily = kind === 'organization';
  }

  get count(): number {
    return this.tracks[0].count;
  }

  /** Nobody was here in the open minute. */
  get isIdle(): boolean {
    return this.#people.size === 0 && this.tracks.every((track) => track.isIdle);
  }

  attendeeKeys(): IterableIterator<number> {
    return this.#people.keys();
  }

  /** A slice begins (`by` 1) or ends (-1) to count. */
  add({ attendee, attendeeKey, mode }: SliceRow, by: 1 | -1): void {
    const person = this.#people.get(attendeeKey) ?? {
      ...{ attendee, attendeeKey, live: 0, onDemand: 0 },
      before: null,
    };
    if (person.before === null) {
      person.before = tracksOf(person);
      this.#people.set(attendeeKey, person);
      this.#touched.push(person);
    }
    person[mode] += by;
  }

  /** After all changes of an instant; gives who came into the scope with it. */
  settle({ time, covered, minute }: { time: number; covered: number; minute: number }): number[] {
    const came: number[] = [];
    for (const person of this.#touched) {
      if (this.#move(person, covered)) came.push(person.attendeeKey);
    }
    this.#touched.length = 0;
    for (const track of this.tracks) track.settle(time, minute);
    // With its first instant a day begins anew.
    const beginsAnew = this.isDaily && time % DAY_MS === 0;
    if (this.count > this.peak && !beginsAnew) this.reachPeak(time);
    return came;
  }

  reachPeak(time: number): void {
    this.peak = this.count;
    this.peakAt = time;
  }

  #move(person: Person, covered: number): boolean {
    const after = tracksOf(person);
    const before = person.before ?? NOWHERE;
    person.before = null;
    for (const [index, track] of this.tracks.entries()) {
      if (after[index] === before[index]) continue;
      if (after[index]) track.join(person.attendee, covered);
      else track.leave(person.attendee, covered);
    }
    if (!after[0]) this.#people.delete(person.attendeeKey);
    return after[0] === true && before[0] !== true;
  }
}
