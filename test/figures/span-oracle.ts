import type { AskedSession, Span, SpanQuestion } from '../../server/figures/span-question.ts';
import type { Mode } from '../../server/protocol/client-messages.ts';
import { THROUGH, type World, type WorldSlice } from './span-world.ts';

/**
 * The figures of a world by the words of their definitions: every second, every minute, is looked at by itself. Times in a world
 * are whole seconds, so that a second lies in something as a whole or not at all.
 */
export class SpanOracle {
  readonly #world: World;
  readonly #span: Span;
  readonly #mode: Mode | undefined;
  readonly #sessions: ReadonlyMap<number, AskedSession>;
  readonly #watchMs = new Map<WorldSlice, number>();
  #instants: number[] | undefined;

  constructor(world: World, { sessions, mode, from, to }: SpanQuestion) {
    this.#world = world;
    this.#span = { from, to };
    this.#mode = mode;
    this.#sessions = new Map(sessions.map((session) => [session.key, session]));
  }

  /** Slices that are asked about, in order of start. */
  slices(attendee: string, mode?: Mode): WorldSlice[] {
    const touching = this.#world.slices.filter((slice) => {
      const reaches = Math.max(endOf(slice), slice.countedUntil ?? THROUGH) >= this.#span.from;
      const isAsked = slice.attendee === attendee && this.#sessions.has(slice.session);
      return isAsked && slice.start < this.#span.to && reaches;
    });
    return touching
      .filter((slice) => (this.#mode ?? slice.mode) === slice.mode && (mode ?? slice.mode) === slice.mode)
      .sort((a, b) => a.start - b.start || a.slice - b.slice);
  }

  get attendees(): string[] {
    return [...new Set(this.#world.slices.map(({ attendee }) => attendee))].sort();
  }

  session(key: number): AskedSession {
    const session = this.#sessions.get(key);
    if (session === undefined) throw new Error(`no session ${key}`);
    return session;
  }

  isCountedAt(slice: WorldSlice, time: number): boolean {
    return slice.start <= time && time < (slice.countedUntil ?? Number.POSITIVE_INFINITY);
  }

  /** Counted at some instant of the span: presence begins and ends at whole seconds. */
  isCounted(attendee: string, mode?: Mode, session?: number): boolean {
    return this.slices(attendee, mode)
      .filter((slice) => (session ?? slice.session) === slice.session)
      .some((slice) => this.instants().some((time) => this.isCountedAt(slice, time)));
  }

  /** The start of every second of the span in which something can be. */
  instants(): number[] {
    this.#instants ??= this.#countInstants();
    return this.#instants;
  }

  #countInstants(): number[] {
    const { from, to } = this.#span;
    const starts: number[] = [];
    const first = Math.max(from, Math.min(...this.#world.slices.map(({ start }) => start)));
    for (let time = first; time < Math.min(to, THROUGH + 1); time += 1000) starts.push(time);
    return starts;
  }

  watchMs(slice: WorldSlice): number {
    const known = this.#watchMs.get(slice) ?? this.#countWatch(slice);
    this.#watchMs.set(slice, known);
    return known;
  }

  #countWatch(slice: WorldSlice): number {
    const lasts = (time: number) => slice.start <= time && time + 1000 <= endOf(slice);
    const watched = this.instants().filter(
      (time) => time + 1000 <= this.#span.to && lasts(time) && this.#isLive(slice, time, time + 1000),
    );
    const length = endOf(slice) - slice.start;
    const [first] = watched;
    if (slice.playedMs === null || first === undefined) return watched.length * 1000;
    const played = Math.min(slice.playedMs, length);
    // By an instant, in whole milliseconds.
    const watchedBy = (time: number) => Math.round(((time - slice.start) * played) / length);
    return watchedBy(first + watched.length * 1000) - watchedBy(first);
  }

  /**
   * Starts of the UTC minutes that the slice touches while it is live: at an instant, or for the time between two. Without any
   * instant at which it counts, it counts nowhere.
   */
  minutes(slice: WorldSlice): Set<number> {
    if (slice.countedUntil === slice.start) return new Set();
    const touched = this.instants().filter(
      (time) => slice.start <= time && time <= endOf(slice) && this.#isLive(slice, time, time),
    );
    return new Set(touched.map((time) => Math.floor(time / 60_000) * 60_000));
  }

  /** Distinct within an event. */
  engagedMinutes(attendee: string, mode: Mode): number {
    const minutes = this.slices(attendee, mode).flatMap((slice) =>
      [...this.minutes(slice)].map((minute) => `${this.session(slice.session).event} ${minute}`),
    );
    return new Set(minutes).size;
  }

  watched(attendee: string, mode: Mode, session?: number): number {
    return this.slices(attendee, mode)
      .filter((slice) => (session ?? slice.session) === slice.session)
      .reduce((sum, slice) => sum + this.watchMs(slice), 0);
  }

  views(mode: Mode): number {
    const views = this.attendees.flatMap((attendee) =>
      [...this.#sessions.values()].filter(({ key, videoDurationSeconds }) => {
        const watchMs = this.watched(attendee, mode, key);
        return watchMs > 0 && watchMs >= Math.min(30, videoDurationSeconds ?? 30) * 1000;
      }),
    );
    return views.length;
  }

  /** Looks how many are counted in every second; the first of the highest. */
  peak(): { value: number; at: number | null } {
    const slices = this.attendees.flatMap((attendee) => this.slices(attendee));
    let best: { value: number; at: number | null } = { value: 0, at: null };
    for (const at of this.instants()) {
      if (at >= this.#span.to) break;
      const here = slices.filter((slice) => this.isCountedAt(slice, at)).map(({ attendee }) => attendee);
      const value = new Set(here).size;
      if (value > best.value) best = { value, at };
    }
    return best;
  }

  engagements(attendee: string): number {
    const { from, to } = this.#span;
    return this.#world.engagements.filter(
      (one) => one.attendee === attendee && this.#sessions.has(one.session) && one.at >= from && one.at < to,
    ).length;
  }

  /** Live at the instant (`from` equals `to`), or all the time between two. */
  #isLive(slice: WorldSlice, from: number, to: number): boolean {
    const { windows } = this.session(slice.session);
    if (slice.mode === 'onDemand' || windows.length === 0) return true;
    return windows.some(
      ([opened, closed]) =>
        (opened ?? Number.NEGATIVE_INFINITY) <= from && to <= (closed ?? Number.POSITIVE_INFINITY),
    );
  }
}

function endOf({ end }: WorldSlice): number {
  return end ?? THROUGH;
}
