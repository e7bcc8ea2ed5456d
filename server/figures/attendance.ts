import type {
  Attendance,
  ModeAttendance,
  ModeTotals,
  ScopeTotals,
  SliceAttendance,
} from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { SliceEnded } from '../live/effects.ts';
import { compareCountries } from './days/countries.ts';
import { isCounted, minuteSpans, type SessionFacts, viewMsOf, watchedMs } from './slice-figures.ts';

const NO_MODE: ModeAttendance = {
  isCounted: false,
  watchMs: 0,
  engagedMinutes: 0,
  views: 0,
  lastMinute: -1,
};

type AttendedSlice = Pick<SliceEnded, 'slice' | 'session' | 'mode' | 'start' | 'country' | 'playedMs'> & {
  readonly end: number | null;
  readonly countedUntil: number | null;
};

/** What a slice gives the attendance in its session and event; an open one as far as it is known. */
export function attendanceOf(slice: AttendedSlice, event: ScopeKey, facts: SessionFacts): SliceAttendance {
  const { session, mode, start, country } = slice;
  return {
    session,
    event,
    slice: slice.slice,
    mode,
    start,
    country,
    end: slice.end ?? facts.now,
    isCounted: isCounted(slice),
    watchMs: watchedMs(slice, facts),
    viewMs: viewMsOf(facts.videoDurationSeconds),
    minutes: minuteSpans(slice, facts),
  };
}

/** What a slice adds to one mode of a scope. */
export type ModeGain = Pick<ModeAttendance, 'engagedMinutes' | 'views' | 'lastMinute'>;

/** With one more slice. */
export function attend(before: Attendance | undefined, slice: SliceAttendance, gain: ModeGain): Attendance {
  const { mode, start, slice: number, country, end, isCounted, watchMs } = slice;
  const isFirst =
    before === undefined ||
    start < before.firstAt ||
    (start === before.firstAt && number < before.firstSlice);
  const was = before?.[mode] ?? NO_MODE;
  const attended = {
    isCounted: was.isCounted || isCounted,
    watchMs: was.watchMs + watchMs,
    engagedMinutes: was.engagedMinutes + gain.engagedMinutes,
    views: was.views + gain.views,
    lastMinute: gain.lastMinute,
  };
  return {
    firstAt: isFirst ? start : before.firstAt,
    firstSlice: isFirst ? number : before.firstSlice,
    country: isFirst ? country : before.country,
    lastAt: before === undefined ? end : Math.max(before.lastAt, end),
    slices: (before?.slices ?? 0) + 1,
    live: mode === 'live' ? attended : (before?.live ?? NO_MODE),
    onDemand: mode === 'onDemand' ? attended : (before?.onDemand ?? NO_MODE),
  };
}

/**
 * What a slice adds in its session. Slices of one attendee and mode come in order of their start, so of the minutes up to
 * the last one that counts it brings none that is new.
 */
export function gainInSession(before: Attendance | undefined, slice: SliceAttendance): ModeGain {
  const was = before?.[slice.mode] ?? NO_MODE;
  let { lastMinute } = was;
  let engagedMinutes = 0;
  for (const [first, last] of slice.minutes) {
    engagedMinutes += Math.max(0, last - Math.max(first - 1, lastMinute));
    lastMinute = Math.max(lastMinute, last);
  }
  const isView = was.watchMs + slice.watchMs >= slice.viewMs;
  return { engagedMinutes, views: (isView ? 1 : 0) - was.views, lastMinute };
}

/** Whether they are listed: who was counted nowhere was not there. */
export function isAttendee(attendance: Attendance | undefined): attendance is Attendance {
  return attendance !== undefined && (attendance.live.isCounted || attendance.onDemand.isCounted);
}

type Sums = { -readonly [Figure in keyof ModeTotals]: ModeTotals[Figure] };

const noSums = (): Sums => ({ attendees: 0, views: 0, watchers: 0, watchMs: 0, engagedMinutes: 0 });

/** Sums up the attendance in a scope. */
export class TotalsSum {
  #attendees = 0;
  #watchers = 0;
  readonly #live = noSums();
  readonly #onDemand = noSums();
  readonly #countries = new Map<string, number>();

  /** One attendee whose attendance was `before` and is `after`. */
  change(before: Attendance | undefined, after: Attendance | undefined): this {
    this.#one(before, -1);
    this.#one(after, 1);
    return this;
  }

  add({ attendees, watchers, live, onDemand, countries }: ScopeTotals, sign: 1 | -1 = 1): this {
    this.#attendees += sign * attendees;
    this.#watchers += sign * watchers;
    addSums(this.#live, live, sign);
    addSums(this.#onDemand, onDemand, sign);
    for (const { country, attendees } of countries) this.#country(country, sign * attendees);
    return this;
  }

  /** Countries by number of attendees, then by code, without empty ones. */
  totals(): ScopeTotals {
    return {
      attendees: this.#attendees,
      watchers: this.#watchers,
      live: { ...this.#live },
      onDemand: { ...this.#onDemand },
      countries: [...this.#countries]
        .filter(([, attendees]) => attendees !== 0)
        .map(([country, attendees]) => ({ country, attendees }))
        .sort(compareCountries),
    };
  }

  #one(attendance: Attendance | undefined, sign: 1 | -1): void {
    if (!isAttendee(attendance)) return;
    this.#attendees += sign;
    if (attendance.live.watchMs + attendance.onDemand.watchMs > 0) this.#watchers += sign;
    addSums(this.#live, sumsOf(attendance.live), sign);
    addSums(this.#onDemand, sumsOf(attendance.onDemand), sign);
    this.#country(attendance.country, sign);
  }

  #country(country: string, by: number): void {
    this.#countries.set(country, (this.#countries.get(country) ?? 0) + by);
  }
}

function sumsOf({ isCounted, views, watchMs, engagedMinutes }: ModeAttendance): ModeTotals {
  return { attendees: isCounted ? 1 : 0, views, watchers: watchMs > 0 ? 1 : 0, watchMs, engagedMinutes };
}

function addSums(sums: Sums, more: ModeTotals, sign: 1 | -1): void {
  sums.attendees += sign * more.attendees;
  sums.views += sign * more.views;
  sums.watchers += sign * more.watchers;
  sums.watchMs += sign * more.watchMs;
  sums.engagedMinutes += sign * more.engagedMinutes;
}
