import type { KindGroup } from '../span-question.ts';
import { ModeSums, type SpanTotals, spanTotals } from '../span-totals.ts';
import { KeyFlags } from './keys.ts';
import type { Person, Visit } from './person.ts';
import type { Slot } from './slots.ts';

const LIVE = { attended: 1, watched: 4 } as const;
const ON_DEMAND = { attended: 2, watched: 8 } as const;
const ATTENDED = LIVE.attended | ON_DEMAND.attended;
const WATCHED = LIVE.watched | ON_DEMAND.watched;
const ENGAGED = 16;
const ACTIVE = 32;

/** What is watched of a session and mode is added up before it says whether it makes a view. */
interface Divided {
  readonly slot: Slot;
  readonly sums: ModeSums;
  readonly watchMs: Map<number, number>;
}

/** The sums over everybody in a span, from parts of it: in each a person comes once for an event at most. */
export class PeopleSums {
  readonly #group: KindGroup | undefined;
  readonly #people = new KeyFlags();
  readonly #live = new ModeSums();
  readonly #onDemand = new ModeSums();
  /** In which somebody was counted, by place. */
  readonly #slots: Slot[] = [];
  readonly #divided = new Map<string, Divided>();

  /** @param group Only sessions of this group are summed; undefined: all. */
  constructor(group?: KindGroup) {
    this.#group = group;
  }

  /**
   * Gives the minutes that were added, over both modes.
   * @param key Of the attendee among those that are summed here.
   */
  add(person: Person, key = person.attendeeKey): number {
    let flags = 0;
    for (let index = 0; index < person.count; index++) {
      const visit = person.visits[index] as Visit;
      if (this.#group === undefined || visit.slot.group === this.#group) flags |= this.#visit(key, visit);
    }
    const live = person.minutesIn(true, this.#group);
    const onDemand = person.minutesIn(false, this.#group);
    this.#live.engagedMinutes += live;
    this.#onDemand.engagedMinutes += onDemand;
    this.#people.add(key, flags | (live + onDemand > 0 ? ACTIVE : 0));
    return live + onDemand;
  }

  engaged(attendeeKey: number): void {
    this.#people.add(attendeeKey, ENGAGED);
  }

  /** Keys of all who were counted, or were active while nobody was counted, in order. */
  participants(): Generator<number> {
    return this.#people.keys(ATTENDED | ACTIVE);
  }

  /** Keys of all who were counted, in order. */
  attendees(): Generator<number> {
    return this.#people.keys(ATTENDED);
  }

  /** How many of those who were counted also engaged. */
  engagedAttendees(): number {
    return this.#people.count(ENGAGED, ATTENDED);
  }

  totals(): SpanTotals {
    for (const { slot, sums, watchMs } of this.#divided.values())
      for (const one of watchMs.values()) watched(sums, slot, one);
    this.#divided.clear();
    const counted = this.#slots.filter((slot) => slot !== undefined).map(({ session }) => session);
    return spanTotals({
      attendees: this.#people.count(ATTENDED),
      watchers: this.#people.count(WATCHED),
      sessions: counted.length,
      events: new Set(counted.map(({ event }) => event)).size,
      byMode: { live: this.#totalsOf(this.#live, LIVE), onDemand: this.#totalsOf(this.#onDemand, ON_DEMAND) },
    });
  }

  #totalsOf(sums: ModeSums, flags: { readonly attended: number; readonly watched: number }): ModeSums {
    sums.attendees = this.#people.count(flags.attended);
    sums.watchers = this.#people.count(flags.watched);
    return sums;
  }

  /** What it says of the attendee. */
  #visit(key: number, { slot, isLive, isCounted, watchMs }: Visit): number {
    const sums = isLive ? this.#live : this.#onDemand;
    const flags = isLive ? LIVE : ON_DEMAND;
    sums.watchMs += watchMs;
    if (isCounted) this.#slots[slot.place] = slot;
    if (watchMs > 0) {
      if (slot.isDivided) this.#divide(key, { slot, isLive, watchMs });
      else watched(sums, slot, watchMs);
    }
    return (isCounted ? flags.attended : 0) | (watchMs > 0 ? flags.watched : 0);
  }

  #divide(key: number, { slot, isLive, watchMs }: Pick<Visit, 'slot' | 'isLive' | 'watchMs'>): void {
    const name = `${slot.place} ${isLive}`;
    const sums = isLive ? this.#live : this.#onDemand;
    const known = this.#divided.get(name) ?? { slot, sums, watchMs: new Map() };
    this.#divided.set(name, known);
    known.watchMs.set(key, (known.watchMs.get(key) ?? 0) + watchMs);
  }
}

/** All that somebody watched of a session in a mode. */
function watched(sums: ModeSums, { viewMs, videoMs }: Slot, watchMs: number): void {
  if (watchMs >= viewMs) sums.views++;
  if (videoMs === null) return;
  sums.watchOfVideosMs += watchMs;
  sums.videosMs += videoMs;
}
