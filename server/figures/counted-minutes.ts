import type { History, SliceRow } from '../../storage/types.ts';
import { DAY_MS, MINUTE_MS } from '../durations.ts';
import { type AskedSlices, askedSlices, slicesAsked } from './attendee-in-span.ts';
import { type Presence, presencesOf } from './presences.ts';
import { attendeesOfSpan } from './span-attendees.ts';
import { type AskedSession, type Span, type SpanQuestion, within } from './span-question.ts';
import { peaksOfSteps } from './step-peaks.ts';

/** A UTC minute and who was counted in it, over all sessions that were asked for together. */
export interface CountedMinute {
  /** ms. */
  readonly start: number;
  /** The most at one instant. */
  readonly peak: number;
  /** Presences that began, and that ended: neither by a second slice nor by a move between the sessions. */
  readonly joins: number;
  readonly leaves: number;
  /** Weighted by time, over the part of the minute that lies in the span. */
  readonly average: number;
}

/** When sessions were live by action: from the first goLive to the last end, ms; `end` is null while one of them is. */
export interface LiveSpan {
  readonly start: number;
  readonly end: number | null;
}

/** Undefined where none of them is known to have gone live. */
export function liveSpanOf(sessions: readonly Pick<AskedSession, 'windows'>[]): LiveSpan | undefined {
  const windows = sessions.flatMap((session) => session.windows);
  const starts = windows.flatMap(([opened]) => opened ?? []);
  if (starts.length === 0) return undefined;
  const ends = windows.map(([, closed]) => closed ?? Number.POSITIVE_INFINITY);
  const end = Math.max(...ends);
  return { start: Math.min(...starts), end: end === Number.POSITIVE_INFINITY ? null : end };
}

/** The parts of a slice in which its session was live, where that is known. */
function livePartsOf(slice: SliceRow, { windows }: AskedSession): SliceRow[] {
  if (windows.length === 0) return [slice];
  return windows.map(([opened, closed]) => ({
    ...slice,
    start: Math.max(slice.start, opened ?? slice.start),
    countedUntil: closed === null ? slice.countedUntil : Math.min(slice.countedUntil ?? closed, closed),
  }));
}

function presencesAsked(slices: readonly SliceRow[], asked: AskedSlices, isCut: boolean): Presence[] {
  const parts = slicesAsked(slices, asked).flatMap(([slice, session]) =>
    isCut ? livePartsOf(slice, session) : [slice],
  );
  return presencesOf(isCut ? parts.sort((a, b) => a.start - b.start) : parts);
}

/** Whole minutes that follow one another, of which `span` is asked for. */
class MinuteCounts {
  readonly #from: number;
  readonly #count: number;
  readonly #span: Span;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #joins: Int32Array;
  readonly #leaves: Int32Array;
  /** Time of presences in a minute but for those that last all of it, ms; and how many more such there are than in the one before. */
  readonly #parts: Float64Array;
  readonly #wholes: Int32Array;

  constructor(span: Span) {
    this.#span = span;
    this.#from = Math.floor(span.from / MINUTE_MS) * MINUTE_MS;
    this.#count = Math.ceil((span.to - this.#from) / MINUTE_MS);
    this.#joins = new Int32Array(this.#count);
    this.#leaves = new Int32Array(this.#count);
    this.#parts = new Float64Array(this.#count);
    this.#wholes = new Int32Array(this.#count + 1);
  }

  add(presence: Presence): void {
    const { from, to } = this.#span;
    if (presence.start >= from && presence.start < to) this.#increase(this.#joins, presence.start, 1);
    if (presence.end >= from && presence.end < to) this.#increase(this.#leaves, presence.end, 1);
    const start = Math.max(presence.start, from);
    const end = Math.min(presence.end, to);
    if (start >= end) return;
    this.#starts.push(start);
    this.#ends.push(end);
    this.#increase(this.#parts, start, -(start % MINUTE_MS));
    this.#increase(this.#parts, end, end % MINUTE_MS);
    this.#increase(this.#wholes, start, 1);
    this.#increase(this.#wholes, end, -1);
  }

  minutes(): CountedMinute[] {
    const steps = { from: this.#from, stepMs: MINUTE_MS, count: this.#count };
    const peaks = peaksOfSteps(Float64Array.from(this.#starts), Float64Array.from(this.#ends), steps);
    let whole = 0;
    return peaks.map((peak, index) => {
      const start = this.#from + index * MINUTE_MS;
      whole += this.#wholes[index] ?? 0;
      const area = (this.#parts[index] ?? 0) + whole * MINUTE_MS;
      const known = Math.min(start + MINUTE_MS, this.#span.to) - Math.max(start, this.#span.from);
      const [joins = 0, leaves = 0] = [this.#joins[index], this.#leaves[index]];
      return { start, peak, joins, leaves, average: area / known };
    });
  }

  #increase(figures: Int32Array | Float64Array, time: number, by: number): void {
    const index = Math.floor((time - this.#from) / MINUTE_MS);
    figures[index] = (figures[index] ?? 0) + by;
  }
}

/**
 * Every minute that the span touches, those of nobody, too; a UTC day at a time, so that no more is in memory. Counted from slices.
 * `isCut`: presence counts only while its session was live, where that is known.
 */
export async function* countedMinutes(
  history: History,
  question: SpanQuestion,
  { isCut }: { readonly isCut: boolean },
): AsyncGenerator<CountedMinute[]> {
  const asked = askedSlices(question);
  const first = Math.floor(question.from / MINUTE_MS) * MINUTE_MS;
  for (let from = first, to = 0; from < question.to; from = to) {
    to = (Math.floor(from / DAY_MS) + 1) * DAY_MS;
    const ofDay = within(question, { from, to });
    const counts = new MinuteCounts(ofDay);
    for await (const slices of attendeesOfSpan(history, ofDay)) {
      for (const presence of presencesAsked(slices, asked, isCut)) counts.add(presence);
    }
    yield counts.minutes();
  }
}
