import type { History, SliceRow } from '../../storage/types.ts';
import { MINUTE_MS } from '../durations.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Mode } from '../protocol/client-messages.ts';
import { type AskedSlices, askedSlices, slicesAsked } from './attendee-in-span.ts';
import { type MinuteRange, mergeMinutes } from './minute-ranges.ts';
import { minutesTouched } from './slice-in-span.ts';
import { attendeesOfSpan } from './span-attendees.ts';
import { countedWithin } from './span-peak.ts';
import type { AskedSession, SpanQuestion } from './span-question.ts';
import { peaksOfSteps } from './step-peaks.ts';

/** How many attendees were active in a UTC minute: once each, however many slices of theirs touch it. */
export interface ActiveMinute {
  /** ms. */
  readonly start: number;
  readonly attendees: number;
  readonly byMode: Readonly<Record<Mode, number>>;
  /** The most who were counted at one instant of it, whether the session was live or not. */
  readonly peak: number;
}

/** The minute in which a session of these first went live, by its start, ms; null when none is known to have. */
export function minuteZero(sessions: readonly Pick<AskedSession, 'windows'>[]): number | null {
  const starts = sessions.flatMap(({ windows }) => windows.flatMap(([opened]) => opened ?? []));
  return starts.length === 0 ? null : Math.floor(Math.min(...starts) / MINUTE_MS) * MINUTE_MS;
}

/** The minute in which somebody first came to one of the sessions, by its start, ms; null while nobody did. */
export async function firstMinute(
  history: Pick<History, 'slices'>,
  sessions: readonly ScopeKey[],
): Promise<number | null> {
  const firsts = await Promise.all(sessions.map((session) => history.slices({ session, limit: 1 })));
  const starts = firsts.flat().map(({ start }) => start);
  return starts.length === 0 ? null : Math.floor(Math.min(...starts) / MINUTE_MS) * MINUTE_MS;
}

/** The minutes that an attendee was active in, by mode. */
function minutesOf(slices: readonly SliceRow[], asked: AskedSlices): Record<Mode, MinuteRange[]> {
  const minutes: Record<Mode, MinuteRange[]> = { live: [], onDemand: [] };
  for (const [slice, session] of slicesAsked(slices, asked)) {
    minutes[slice.mode].push(...minutesTouched(slice, session, asked));
  }
  return minutes;
}

/** Counts ranges of minutes, each of which lies within those of the tally. */
class MinuteTally {
  readonly #first: number;
  readonly #changes: Int32Array;

  constructor(first: number, count: number) {
    this.#first = first;
    this.#changes = new Int32Array(count + 1);
  }

  add(ranges: readonly MinuteRange[]): void {
    for (const [first, last] of mergeMinutes(ranges)) {
      this.#change(first, 1);
      this.#change(last + 1, -1);
    }
  }

  counts(): number[] {
    let count = 0;
    return Array.from(this.#changes.subarray(0, -1), (change) => {
      count += change;
      return count;
    });
  }

  #change(minute: number, by: number): void {
    const index = minute - this.#first;
    this.#changes[index] = (this.#changes[index] ?? 0) + by;
  }
}

/** Every minute that the span touches, those without anybody, too. */
export async function activeMinutes(history: History, question: SpanQuestion): Promise<ActiveMinute[]> {
  const { from, to } = question;
  const first = Math.floor(from / MINUTE_MS);
  const count = Math.max(0, Math.ceil(to / MINUTE_MS) - first);
  const asked = askedSlices(question);
  const all = new MinuteTally(first, count);
  const live = new MinuteTally(first, count);
  const onDemand = new MinuteTally(first, count);
  const starts: number[] = [];
  const ends: number[] = [];
  for await (const slices of attendeesOfSpan(history, question)) {
    for (const { start, end } of countedWithin(slices, asked)) {
      starts.push(start);
      ends.push(end);
    }
    const minutes = minutesOf(slices, asked);
    all.add([...minutes.live, ...minutes.onDemand]);
    live.add(minutes.live);
    onDemand.add(minutes.onDemand);
  }
  const steps = { from: first * MINUTE_MS, stepMs: MINUTE_MS, count };
  const peaks = peaksOfSteps(Float64Array.from(starts), Float64Array.from(ends), steps);
  const liveCounts = live.counts();
  const onDemandCounts = onDemand.counts();
  return all.counts().map((attendees, index) => ({
    start: (first + index) * MINUTE_MS,
    attendees,
    byMode: { live: liveCounts[index] ?? 0, onDemand: onDemandCounts[index] ?? 0 },
    peak: peaks[index] ?? 0,
  }));
}

/** An attendee with the minutes that they were active in: ranges in order, apart from each other. */
export interface AttendeeMinutes extends Readonly<Record<Mode, readonly MinuteRange[]>> {
  readonly attendee: string;
  readonly attendeeKey: number;
}

/** Everybody who was active in the span, in order of key; the minutes are those that `activeMinutes` counts. */
export async function* minutesByAttendee(
  history: History,
  question: SpanQuestion,
): AsyncGenerator<AttendeeMinutes> {
  const asked = askedSlices(question);
  for await (const slices of attendeesOfSpan(history, question)) {
    const { live, onDemand } = minutesOf(slices, asked);
    const [first] = slices;
    if (first === undefined || live.length + onDemand.length === 0) continue;
    const { attendee, attendeeKey } = first;
    yield { attendee, attendeeKey, live: mergeMinutes(live), onDemand: mergeMinutes(onDemand) };
  }
}

/** An attendee who was active in a span, and in what. */
export interface ActiveAttendee {
  readonly attendee: string;
  readonly attendeeKey: number;
  readonly modes: readonly Mode[];
  readonly sessions: readonly AskedSession[];
}

/** The next `limit` attendees after a key who were active in the span (of a minute, mostly), in order of key. */
export async function activeAttendees(
  history: History,
  question: SpanQuestion,
  { afterAttendee, limit }: { readonly afterAttendee: number; readonly limit: number },
): Promise<ActiveAttendee[]> {
  const asked = askedSlices(question);
  const active: ActiveAttendee[] = [];
  for await (const slices of attendeesOfSpan(history, question, afterAttendee)) {
    const touching = slicesAsked(slices, asked).filter(
      ([slice, session]) => minutesTouched(slice, session, asked).length > 0,
    );
    const [first] = touching[0] ?? [];
    if (first === undefined) continue;
    active.push({
      attendee: first.attendee,
      attendeeKey: first.attendeeKey,
      modes: [...new Set(touching.map(([{ mode }]) => mode))].sort(),
      sessions: [...new Set(touching.map(([, session]) => session))],
    });
    if (active.length === limit) break;
  }
  return active;
}
