import type { Track } from '../../live/effects.ts';

/** Distinct attendees of all modes together, live, onDemand. */
export type UniquesByTrack = readonly [all: number, live: number, onDemand: number];

/**
 * How many attendees are counted in a scope at any instant of a step (an hour, a UTC day), step by step: who is there when it
 * begins, and who comes without having left in it. Nobody needs to be told when a step ends: what comes after it closes it.
 */
export class UniquesByStep {
  readonly #stepMs: number;
  readonly #tell: (start: number, uniques: UniquesByTrack) => void;
  /** Start of the open step, ms. */
  #start: number | undefined;
  readonly #counts: [number, number, number] = [0, 0, 0];
  readonly #uniques: [number, number, number] = [0, 0, 0];
  /** Who left in the open step: coming back does not make them one more. */
  readonly #left = [new Set<number>(), new Set<number>(), new Set<number>()] as const;

  /** `tell` gets each step in which anybody was, in order. */
  constructor(stepMs: number, tell: (start: number, uniques: UniquesByTrack) => void) {
    this.#stepMs = stepMs;
    this.#tell = tell;
  }

  /** Before the changes of an instant: closes the steps that have ended by then. */
  turnTo(time: number): void {
    const start = Math.floor(time / this.#stepMs) * this.#stepMs;
    for (let open = this.#start ?? start; open < start; open += this.#stepMs) {
      if (this.#uniques[0] === 0) break;
      this.#tell(open, [...this.#uniques]);
      this.#begin();
    }
    this.#start = start;
  }

  join(track: Track, attendeeKey: number): void {
    this.#counts[track]++;
    if (!this.#left[track].has(attendeeKey)) this.#uniques[track]++;
  }

  leave(track: Track, attendeeKey: number): void {
    this.#counts[track]--;
    this.#left[track].add(attendeeKey);
  }

  /** After the changes of an instant. What happened at a step's first one is its beginning: who left just then was never in it. */
  settle(time: number): void {
    if (time === this.#start) this.#begin();
  }

  #begin(): void {
    for (const track of [0, 1, 2] as const) {
      this.#uniques[track] = this.#counts[track];
      this.#left[track].clear();
    }
  }
}
