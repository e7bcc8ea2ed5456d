import type { RollUpStep, SliceRow } from '../../../storage/types.ts';
import { DAY_MS } from '../../durations.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { Track } from '../../live/track.ts';
import type { ScopeKind } from '../../protocol/client-messages.ts';
import { ROLL_UP_MS } from '../roll-up.ts';
import { UniquesByStep, type UniquesByTrack } from './uniques-by-step.ts';

/** A scope that a session counts in. */
export interface RecountScope {
  readonly key: ScopeKey;
  readonly kind: ScopeKind;
}

/** Somebody who is counted in a scope, by how many slices of each mode. */
interface Person {
  readonly attendeeKey: number;
  live: number;
  onDemand: number;
  /** In which tracks they were counted before the present instant, a bit each; `UNTOUCHED` while it has not touched them. */
  before: number;
}

const UNTOUCHED = -1;

const TRACKS = [0, 1, 2] as const;

/** So many are known at most to have been told of: whoever is told of twice costs time, and a scope may go on for years. */
const MAX_TOLD = 2 ** 18;

function tracksOf({ live, onDemand }: Person): number {
  return (live + onDemand > 0 ? 1 : 0) | (live > 0 ? 2 : 0) | (onDemand > 0 ? 4 : 0);
}

/** Told the distinct attendees of each hour and UTC day in which anybody was in a scope. */
export type TellUniques = (
  place: { readonly scope: ScopeKey; readonly step: RollUpStep; readonly start: number },
  uniques: UniquesByTrack,
) => void;

/** Who is counted in one scope, and what became of their number in the open minute. */
export class CountedScope {
  readonly key: ScopeKey;
  /** Its peak and uniques are by UTC day. */
  readonly isDaily: boolean;
  /** All modes together, live, onDemand. */
  readonly tracks: readonly [Track<number>, Track<number>, Track<number>] = [
    new Track(),
    new Track(),
    new Track(),
  ];
  peak = 0;
  peakAt = 0;
  readonly #people = new Map<number, Person>();
  readonly #touched: Person[] = [];
  readonly #told = new Set<number>();
  readonly #steps: readonly UniquesByStep[];

  constructor({ key, kind }: RecountScope, tellUniques?: TellUniques) {
    this.key = key;
    this.isDaily = kind === 'organization';
    const byStep = (step: RollUpStep, tell: TellUniques) =>
      new UniquesByStep(ROLL_UP_MS[step], (start, uniques) => tell({ scope: key, step, start }, uniques));
    this.#steps = tellUniques === undefined ? [] : [byStep('hour', tellUniques), byStep('day', tellUniques)];
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

  /** Whether they have to be told of: most have been. */
  isNew(attendeeKey: number): boolean {
    if (this.#told.has(attendeeKey)) return false;
    if (this.#told.size === MAX_TOLD) this.#told.clear();
    this.#told.add(attendeeKey);
    return true;
  }

  /** All have to be told of again. */
  forgetTold(): void {
    this.#told.clear();
  }

  /** A slice begins (`by` 1) or ends (-1) to count. */
  add({ attendeeKey, mode }: Pick<SliceRow, 'attendeeKey' | 'mode'>, by: 1 | -1): void {
    let person = this.#people.get(attendeeKey);
    if (person === undefined) {
      person = { attendeeKey, live: 0, onDemand: 0, before: UNTOUCHED };
      this.#people.set(attendeeKey, person);
    }
    if (person.before === UNTOUCHED) {
      person.before = tracksOf(person);
      this.#touched.push(person);
    }
    person[mode] += by;
  }

  /** After all changes of an instant; gives who came into the scope with it. */
  settle({ time, covered, minute }: { time: number; covered: number; minute: number }): number[] {
    this.turnSteps(time);
    const came: number[] = [];
    for (const person of this.#touched) {
      if (this.#move(person, covered)) came.push(person.attendeeKey);
    }
    this.#touched.length = 0;
    for (const track of this.tracks) track.settle(time, minute);
    for (const step of this.#steps) step.settle(time);
    // With its first instant a day begins anew.
    const beginsAnew = this.isDaily && time % DAY_MS === 0;
    if (this.count > this.peak && !beginsAnew) this.reachPeak(time);
    return came;
  }

  /** Tells of the hours and days that have ended by then. */
  turnSteps(time: number): void {
    for (const step of this.#steps) step.turnTo(time);
  }

  reachPeak(time: number): void {
    this.peak = this.count;
    this.peakAt = time;
  }

  #move(person: Person, covered: number): boolean {
    const { attendeeKey, before } = person;
    const after = tracksOf(person);
    person.before = UNTOUCHED;
    for (const track of TRACKS) {
      const bit = 1 << track;
      if (((before ^ after) & bit) !== 0)
        this.#change(track, { attendeeKey, covered, joins: (after & bit) !== 0 });
    }
    if (after === 0) this.#people.delete(attendeeKey);
    return after !== 0 && before === 0;
  }

  #change(track: (typeof TRACKS)[number], { attendeeKey, covered, joins }: Change): void {
    if (joins) this.tracks[track].join(attendeeKey, covered);
    else this.tracks[track].leave(attendeeKey, covered);
    for (const step of this.#steps) {
      if (joins) step.join(track, attendeeKey);
      else step.leave(track, attendeeKey);
    }
  }
}

interface Change {
  readonly attendeeKey: number;
  /** See `Instant`. */
  readonly covered: number;
  readonly joins: boolean;
}
