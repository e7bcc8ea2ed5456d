import type { SliceRow } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Mode } from '../protocol/client-messages.ts';
import { type AskedSlices, attendeeInSpan, type ModeInSpan, slicesAsked } from './attendee-in-span.ts';

/** One attendee in a session, in an event or everywhere, as far as it lies in the span that is asked about. */
export interface AttendeeSummary {
  /** Was counted at some instant of it. */
  readonly attended: boolean;
  readonly byMode: Readonly<Record<Mode, Omit<ModeInSpan, 'attended'>>>;
  /** Of the first slice and the last proof of presence, within the span, ms; null without a slice. */
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly slices: number;
}

export interface AttendeeSummaries {
  readonly total: AttendeeSummary;
  readonly byEvent: ReadonlyMap<ScopeKey, AttendeeSummary>;
  readonly bySession: ReadonlyMap<ScopeKey, AttendeeSummary>;
}

const NEVER = { watchMs: 0, engagedMinutes: 0, views: 0 };

export const NEVER_THERE: AttendeeSummary = {
  ...{ attended: false, byMode: { live: NEVER, onDemand: NEVER } },
  ...{ firstAt: null, lastAt: null, slices: 0 },
};

function summaryOf(slices: readonly SliceRow[], asked: AskedSlices): AttendeeSummary {
  const figures = attendeeInSpan(slices, asked);
  const [first] = slices;
  if (figures === undefined || first === undefined) return NEVER_THERE;
  const ends = slices.map(({ end }) => end ?? asked.through);
  return {
    attended: figures.attended,
    byMode: figures.byMode,
    firstAt: Math.max(first.start, asked.from),
    lastAt: Math.min(Math.max(...ends), asked.to),
    slices: slices.length,
  };
}

function grouped(
  slices: readonly SliceRow[],
  keyOf: (slice: SliceRow) => ScopeKey,
): Map<ScopeKey, SliceRow[]> {
  const groups = new Map<ScopeKey, SliceRow[]>();
  for (const slice of slices) {
    const known = groups.get(keyOf(slice));
    if (known === undefined) groups.set(keyOf(slice), [slice]);
    else known.push(slice);
  }
  return groups;
}

/** From the slices of one attendee, in order of start. Minutes that sessions share are one each within an event. */
export function attendeeSummaries(slices: readonly SliceRow[], asked: AskedSlices): AttendeeSummaries {
  const touching = slicesAsked(slices, asked).map(([slice]) => slice);
  const summarize = (groups: Map<ScopeKey, SliceRow[]>) =>
    new Map([...groups].map(([key, own]) => [key, summaryOf(own, asked)]));
  return {
    total: summaryOf(touching, asked),
    byEvent: summarize(grouped(touching, ({ session }) => asked.sessions.get(session)?.event ?? session)),
    bySession: summarize(grouped(touching, ({ session }) => session)),
  };
}
