import type { History, SliceRow } from '../../storage/types.ts';
import { DAY_MS, MINUTE_MS } from '../durations.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Track } from '../live/effects.ts';
import { type AskedSlices, askedSlices, slicesAsked } from './attendee-in-span.ts';
import { presencesOf } from './presences.ts';
import { attendeesOfSpan } from './span-attendees.ts';
import { type Span, type SpanQuestion, within } from './span-question.ts';

/** The highest number of attendees counted at one instant, and the instant it was first reached; null while it is 0. */
export interface Peak {
  readonly value: number;
  readonly at: number | null;
}

export const NO_PEAK: Peak = { value: 0, at: null };

const TRACKS = { live: 1, onDemand: 2 } as const;

function trackOf(mode: SpanQuestion['mode']): Track {
  return mode === undefined ? 0 : TRACKS[mode];
}

/** The first of the highest. */
function highest(peaks: readonly Peak[]): Peak {
  return peaks.reduce((best, peak) => (peak.value > best.value ? peak : best), NO_PEAK);
}

/** The spans are half-open; all that begins or ends at one instant does so before it is counted. */
export function peakOfStartsAndEnds(starts: Float64Array, ends: Float64Array): Peak {
  starts.sort();
  ends.sort();
  let best = NO_PEAK;
  let ended = 0;
  for (const [index, at] of starts.entries()) {
    while ((ends[ended] ?? Number.POSITIVE_INFINITY) <= at) ended++;
    const value = index + 1 - ended;
    if (value > best.value) best = { value, at };
  }
  return best;
}

/** The parts of a span in which an attendee is counted; the slices are in order of start. */
export function countedWithin(
  slices: readonly SliceRow[],
  asked: AskedSlices,
): { start: number; end: number }[] {
  const rows = slicesAsked(slices, asked).map(([slice]) => slice);
  return presencesOf(rows)
    .map(({ start, end }) => ({ start: Math.max(start, asked.from), end: Math.min(end, asked.to) }))
    .filter(({ start, end }) => start < end);
}

async function peakOfSlices(history: History, question: SpanQuestion): Promise<Peak> {
  const starts: number[] = [];
  const ends: number[] = [];
  const asked = askedSlices(question);
  for await (const slices of attendeesOfSpan(history, question)) {
    for (const { start, end } of countedWithin(slices, asked)) {
      starts.push(start);
      ends.push(end);
    }
  }
  return peakOfStartsAndEnds(Float64Array.from(starts), Float64Array.from(ends));
}

/** The peak of a day at a time, so that no more than the slices of a day are in memory. */
async function peakByDays(history: History, question: SpanQuestion): Promise<Peak> {
  const extent = await history.extent(question.sessions.map(({ key }) => key));
  if (extent === undefined) return NO_PEAK;
  const first = Math.max(question.from, extent.start);
  const last = Math.min(question.to, extent.countedUntil ?? question.to);
  const peaks: Peak[] = [];
  for (let from = first; from < last; from += DAY_MS) {
    peaks.push(await peakOfSlices(history, within(question, { from, to: Math.min(from + DAY_MS, last) })));
  }
  return highest(peaks);
}

/**
 * The peak of a span. `scope`: the scope that the sessions are all of, whose minutes are read where they lie in the span as a
 * whole and have closed; null, or at the edges: from slices.
 */
export async function peakInSpan(
  history: History,
  question: SpanQuestion,
  scope: ScopeKey | null,
): Promise<Peak> {
  const { from, to, mode, through } = question;
  if (scope === null) return peakByDays(history, question);
  const first = Math.ceil(from / MINUTE_MS) * MINUTE_MS;
  const last = Math.floor(Math.min(to, through) / MINUTE_MS) * MINUTE_MS;
  const edge = (span: Span) => peakOfSlices(history, within(question, span));
  if (first >= last) return edge(question);
  const ofMinutes = await history.peakOfMinutes({ scope, track: trackOf(mode), from: first, to: last });
  return highest([
    from < first ? await edge({ from, to: first }) : NO_PEAK,
    ofMinutes ?? NO_PEAK,
    last < to ? await edge({ from: last, to }) : NO_PEAK,
  ]);
}
