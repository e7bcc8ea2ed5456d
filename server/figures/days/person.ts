import type { KindGroup } from '../span-question.ts';
import type { Slot } from './slots.ts';

/** What an attendee has of a session in a mode, within a part of a span. */
export interface Visit {
  readonly slot: Slot;
  readonly isLive: boolean;
  /** Counted at some instant of it. */
  readonly isCounted: boolean;
  readonly watchMs: number;
  /** Start of the first of its slices, ms; it may lie before the part. */
  readonly start: number;
  /** Number of that slice's country. */
  readonly country: number;
}

/**
 * An attendee in an event, within a part of a span. One object tells of everybody, one after the other, since there are millions of
 * visits. Minutes are numbers of UTC minutes; those of a visit are ranges in order and apart from each other.
 */
export class Person {
  attendeeKey = 0;
  /** How many of the visits are of this attendee. */
  count = 0;
  readonly visits: Visit[] = [];
  /** First and last minute of each range, of all visits one after the other; and where those of each visit end. */
  readonly minutes: number[] = [];
  readonly ends: number[] = [];
  readonly #merged: number[] = [];

  begin(attendeeKey: number): void {
    this.attendeeKey = attendeeKey;
    this.count = 0;
  }

  /** The ranges that are told next are of this visit. */
  visit(visit: Visit): void {
    this.visits[this.count] = visit;
    this.ends[this.count] = this.#startOf(this.count);
    this.count++;
  }

  range(first: number, last: number): void {
    const at = this.ends[this.count - 1] ?? 0;
    this.minutes[at] = first;
    this.minutes[at + 1] = last;
    this.ends[this.count - 1] = at + 2;
  }

  /** The ranges of one of the visits, as they were told. */
  rangesOf(visit: number): number[] {
    return this.minutes.slice(this.#startOf(visit), this.ends[visit]);
  }

  /** Distinct minutes in a mode, perhaps only in one group of sessions; parts of the event add up. */
  minutesIn(isLive: boolean, group: KindGroup | undefined): number {
    let minutes = 0;
    let before = -1;
    for (let part = this.#nextPart(before, isLive, group); part > before; ) {
      minutes += this.#distinct(part, isLive, group);
      before = part;
      part = this.#nextPart(before, isLive, group);
    }
    return minutes;
  }

  #startOf(visit: number): number {
    return visit === 0 ? 0 : (this.ends[visit - 1] ?? 0);
  }

  /** The lowest part behind one in which there is something; that one itself when there is none. */
  #nextPart(before: number, isLive: boolean, group: KindGroup | undefined): number {
    let next = before;
    for (let index = 0; index < this.count; index++) {
      const { slot, isLive: isLiveVisit } = this.visits[index] as Visit;
      if (isLiveVisit !== isLive || (group !== undefined && slot.group !== group)) continue;
      if (slot.part > before && (next === before || slot.part < next)) next = slot.part;
    }
    return next;
  }

  #distinct(part: number, isLive: boolean, group: KindGroup | undefined): number {
    const merged = this.#merged;
    let length = 0;
    for (let index = 0; index < this.count; index++) {
      const { slot, isLive: isLiveVisit } = this.visits[index] as Visit;
      if (isLiveVisit !== isLive || slot.part !== part || (group !== undefined && slot.group !== group))
        continue;
      const end = this.ends[index] ?? 0;
      for (let at = this.#startOf(index); at < end; at += 2) {
        const first = this.minutes[at] ?? 0;
        let place = length;
        for (; place > 0 && (merged[place - 2] ?? 0) > first; place -= 2) {
          merged[place] = merged[place - 2] ?? 0;
          merged[place + 1] = merged[place - 1] ?? 0;
        }
        merged[place] = first;
        merged[place + 1] = this.minutes[at + 1] ?? 0;
        length += 2;
      }
    }
    let minutes = 0;
    let next = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < length; at += 2) {
      const from = Math.max(merged[at] ?? 0, next);
      const to = (merged[at + 1] ?? 0) + 1;
      if (to <= from) continue;
      minutes += to - from;
      next = to;
    }
    return minutes;
  }
}
