import type { MinuteRow, Run, SliceRow, Span } from '../../../storage/types.ts';
import { DAY_MS, MINUTE_MS } from '../../durations.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { PeakReached } from '../../live/effects.ts';
import { dayOf } from '../../live/watch.ts';
import { asRuns, isKnown } from '../known-time.ts';
import { CountedScope, type RecountScope, type TellUniques } from './counted-scope.ts';
import { AliveSteps, Coverage, joined } from './coverage.ts';
import { Ends } from './ends.ts';

/** A closed minute as live closes it; of connections slices know nothing. */
export type RecountedMinute = Omit<MinuteRow, 'connections'>;

/** Who was counted in a scope; for organizations on a UTC day, else day 0. */
export interface RecountedSeen {
  readonly scope: ScopeKey;
  readonly day: number;
  readonly attendeeKey: number;
}

/** Told what slices give, in order of time. */
export interface RecountSink {
  minute(row: RecountedMinute): void;
  /** Somebody may be told several times. */
  seen(seen: RecountedSeen): void;
  /** The highest concurrency of a scope: of an organization when the day is over, of the others at the end. */
  peak(peak: Omit<PeakReached, 'kind'>): void;
  /** Distinct attendees of hours and days that have ended, whether or not the log was alive in them. @default not counted */
  readonly uniques?: TellUniques;
}

/** What is to be known of a slice. */
export type RecountedSlice = Pick<
  SliceRow,
  'slice' | 'session' | 'attendeeKey' | 'mode' | 'start' | 'countedUntil'
>;

export interface RecountOptions {
  readonly sink: RecountSink;
  /** The scopes that a session counts in, always the same; none: its slices are left out. */
  readonly scopesOf: (session: ScopeKey) => readonly RecountScope[];
  /** When the log was alive: in order, without overlaps. */
  readonly runs: readonly Run[];
  /** What an import made known besides, by whole minutes: covered as if the log had been alive. @default none */
  readonly known?: readonly Span[] | undefined;
  /**
   * Start of a minute, ms: what was before is not told, only who stands then is taken over. Peaks of sessions and events
   * are then those since.
   */
  readonly from?: number | undefined;
}

const LONG_AGO = Number.NEGATIVE_INFINITY;

/**
 * Counts minutes, peaks and who was seen from nothing but slices and the runs in which the log was alive: what live must have
 * closed. Many scopes in one pass, in memory for those who are present at one time.
 */
export class Recount {
  readonly #options: RecountOptions;
  readonly #from: number;
  readonly #alive: readonly Run[];
  readonly #coverage: Coverage;
  readonly #minutes: AliveSteps;
  readonly #days: AliveSteps;
  readonly #ends = new Ends();
  readonly #scopes = new Map<ScopeKey, CountedScope>();
  readonly #bySession = new Map<ScopeKey, readonly CountedScope[]>();
  readonly #active = new Set<CountedScope>();
  readonly #touched = new Set<CountedScope>();
  #time = LONG_AGO;
  #minute = LONG_AGO;
  #minuteCovered = 0;
  #day = LONG_AGO;

  constructor(options: RecountOptions) {
    this.#options = options;
    this.#from = options.from ?? LONG_AGO;
    const { runs, known = [] } = options;
    const covered = known.filter(isKnown).map(({ from, to }) => ({ start: from, end: to }));
    this.#coverage = new Coverage(joined([...runs, ...covered]));
    this.#alive = joined([...runs, ...asRuns(known)]);
    this.#minutes = new AliveSteps(this.#alive, MINUTE_MS);
    this.#days = new AliveSteps(this.#alive, DAY_MS);
  }

  /** The next slice, in order of start. */
  take(slice: RecountedSlice): void {
    // Who stands when the span begins is put in place in the millisecond before, so that they do not join in it.
    const start = Math.max(slice.start, this.#from - 1);
    if ((slice.countedUntil ?? Number.POSITIVE_INFINITY) <= start) return;
    this.#runTo(start);
    this.#count(slice, 1);
    this.#ends.add(slice);
  }

  /** After the last slice: closes the minutes that had ended at a log time. */
  finish(through: number): void {
    this.#runTo(through);
    this.#settle();
    for (const scope of this.#scopes.values()) {
      scope.turnSteps(through);
      this.#tellPeak(scope);
    }
  }

  /** To the instant itself, whose ends have been taken then. */
  #runTo(time: number): void {
    if (time <= this.#time) return;
    this.#settle();
    while (this.#ends.next < time) {
      this.#moveTo(this.#ends.next);
      this.#settle();
    }
    this.#moveTo(time);
  }

  #moveTo(time: number): void {
    this.#turnDays(time - 1);
    this.#turnMinutes(Math.floor(time / MINUTE_MS) * MINUTE_MS);
    this.#time = time;
    while (this.#ends.next === time) {
      const slice = this.#ends.take();
      if (slice !== undefined) this.#count(slice, -1);
    }
  }

  #count(slice: RecountedSlice, by: 1 | -1): void {
    for (const scope of this.#scopesOf(slice.session)) {
      if (!this.#active.has(scope)) {
        for (const track of scope.tracks) track.begin({ time: this.#minute, covered: this.#minuteCovered });
        this.#active.add(scope);
      }
      scope.add(slice, by);
      this.#touched.add(scope);
    }
  }

  #settle(): void {
    const time = this.#time;
    if (this.#touched.size > 0) {
      const instant = { time, covered: this.#coverage.at(time), minute: this.#minute };
      for (const scope of this.#touched) this.#tellSeen(scope, dayOf(time), scope.settle(instant));
      this.#touched.clear();
    }
    // A day that begins at this very instant begins after its changes.
    if (time > LONG_AGO) this.#turnDays(time);
  }

  /** Closes the open minute and those after it in which the log was alive, until `minute` is the open one. */
  #turnMinutes(minute: number): void {
    while (this.#minute < minute) {
      const end = this.#minute + MINUTE_MS;
      const next = this.#active.size === 0 ? minute : Math.min(this.#minutes.next(end), minute);
      if (this.#active.size > 0) this.#closeMinute(end);
      this.#minute = next;
      this.#minuteCovered = this.#coverage.at(next);
      for (const scope of this.#active) {
        for (const track of scope.tracks) track.begin({ time: next, covered: this.#minuteCovered });
        if (scope.isIdle) this.#goIdle(scope);
      }
    }
  }

  #goIdle(scope: CountedScope): void {
    this.#active.delete(scope);
    scope.forgetTold();
  }

  #closeMinute(end: number): void {
    const covered = this.#coverage.at(end);
    if (this.#minute < this.#from) return;
    const start = { time: this.#minute, covered: this.#minuteCovered };
    for (const scope of this.#active) {
      for (const track of [0, 1, 2] as const) {
        if (scope.tracks[track].isIdle) continue;
        const figures = scope.tracks[track].minute(start, covered);
        this.#options.sink.minute({ scope: scope.key, track, minute: start.time, ...figures });
      }
    }
  }

  /** Begins the days up to an instant in which the log was alive: peak and uniques start from who is there. */
  #turnDays(through: number): void {
    const last = dayOf(through);
    if (this.#day === LONG_AGO) this.#day = last;
    while (this.#day < last) {
      const start = Math.min(this.#days.next((this.#day + 1) * DAY_MS), last * DAY_MS);
      for (const scope of this.#scopes.values()) if (scope.isDaily) this.#turnDay(scope, start);
      this.#day = dayOf(start);
    }
  }

  #turnDay(scope: CountedScope, start: number): void {
    this.#tellPeak(scope);
    scope.peak = 0;
    scope.forgetTold();
    if (scope.count === 0) return;
    scope.reachPeak(start);
    this.#tellSeen(scope, dayOf(start), scope.attendeeKeys());
  }

  #tellSeen(scope: CountedScope, day: number, attendeeKeys: Iterable<number>): void {
    if (scope.isDaily && !this.#isTold(day)) return;
    for (const attendeeKey of attendeeKeys) {
      if (scope.isNew(attendeeKey))
        this.#options.sink.seen({ scope: scope.key, day: scope.isDaily ? day : 0, attendeeKey });
    }
  }

  #tellPeak({ key, isDaily, peak, peakAt }: CountedScope): void {
    if (peak === 0 || (isDaily && !this.#isTold(this.#day))) return;
    this.#options.sink.peak({ scope: key, day: isDaily ? this.#day : 0, value: peak, at: peakAt });
  }

  /** Not a day of before, nor one in which the log was never alive, though somebody was put in place in it. */
  #isTold(day: number): boolean {
    if (this.#time >= this.#from) return true;
    const [start, end] = [day * DAY_MS, (day + 1) * DAY_MS];
    return end > this.#from && this.#alive.some((run) => run.start < end && run.end >= start);
  }

  #scopesOf(session: ScopeKey): readonly CountedScope[] {
    const known = this.#bySession.get(session);
    if (known !== undefined) return known;
    const scopes = this.#options.scopesOf(session).map((one) => this.#scope(one));
    this.#bySession.set(session, scopes);
    return scopes;
  }

  #scope(one: RecountScope): CountedScope {
    const known = this.#scopes.get(one.key);
    if (known !== undefined) return known;
    const scope = new CountedScope(one, this.#options.sink.uniques);
    this.#scopes.set(one.key, scope);
    return scope;
  }
}
