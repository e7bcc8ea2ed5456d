import type { SliceRow } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Mode } from '../protocol/client-messages.ts';
import { countMinutes, type MinuteRange } from './minute-ranges.ts';
import { isView } from './slice-figures.ts';
import { isCountedIn, type KnownSpan, minutesTouched, watchedInMs } from './slice-in-span.ts';
import type { AskedSession, SpanQuestion } from './span-question.ts';

export interface ModeInSpan {
  /** Counted in this mode at some instant of the span. */
  readonly attended: boolean;
  readonly watchMs: number;
  /** Distinct within an event; events add up. */
  readonly engagedMinutes: number;
  /** In how many sessions it was enough for a view. */
  readonly views: number;
}

/** What an attendee watched of a session in a mode. */
export interface Watched {
  readonly session: AskedSession;
  readonly mode: Mode;
  readonly watchMs: number;
}

/** One attendee in a span, over all sessions asked for. */
export interface AttendeeInSpan {
  readonly attendee: string;
  readonly attendeeKey: number;
  /** Of the first slice. */
  readonly country: string;
  /** Counted at some instant of the span. */
  readonly attended: boolean;
  readonly byMode: Readonly<Record<Mode, ModeInSpan>>;
  /** The sessions in which the attendee was counted. */
  readonly sessions: readonly AskedSession[];
  readonly watched: readonly Watched[];
}

export type SessionsByKey = ReadonlyMap<ScopeKey, AskedSession>;

/** What of an attendee's slices is asked about. */
export interface AskedSlices extends KnownSpan {
  readonly sessions: SessionsByKey;
  /** Undefined: both. */
  readonly mode: Mode | undefined;
}

export function askedSlices({ sessions, mode, from, to, through }: SpanQuestion): AskedSlices {
  return { sessions: new Map(sessions.map((session) => [session.key, session])), mode, from, to, through };
}

/** A slice, and the session that it is of. */
export type SliceOf = readonly [slice: SliceRow, session: AskedSession];

/** The slices that touch the span or are counted in it. */
export function slicesAsked(
  slices: readonly SliceRow[],
  { sessions, mode, from, to, through }: AskedSlices,
): SliceOf[] {
  return slices.flatMap((slice): SliceOf[] => {
    const session = sessions.get(slice.session);
    const until = Math.max(slice.end ?? through, slice.countedUntil ?? through);
    const isAsked = (mode ?? slice.mode) === slice.mode && slice.start < to && until >= from;
    return session !== undefined && isAsked ? [[slice, session]] : [];
  });
}

class ModeTally {
  attended = false;
  readonly #watched = new Map<AskedSession, number>();
  readonly #minutes = new Map<string, MinuteRange[]>();

  add(slice: SliceRow, session: AskedSession, span: KnownSpan): void {
    this.attended ||= isCountedIn(slice, span);
    this.#watched.set(session, (this.#watched.get(session) ?? 0) + watchedInMs(slice, session, span));
    const part = `${session.event} ${session.part ?? ''}`;
    const minutes = this.#minutes.get(part) ?? [];
    minutes.push(...minutesTouched(slice, session, span));
    this.#minutes.set(part, minutes);
  }

  watched(mode: Mode): Watched[] {
    return [...this.#watched].map(([session, watchMs]) => ({ session, mode, watchMs }));
  }

  figures(): ModeInSpan {
    const watched = [...this.#watched];
    return {
      attended: this.attended,
      watchMs: watched.reduce((sum, [, watchMs]) => sum + watchMs, 0),
      engagedMinutes: [...this.#minutes.values()].reduce((sum, ranges) => sum + countMinutes(ranges), 0),
      views: watched.filter(([{ videoDurationSeconds }, watchMs]) => isView(watchMs, videoDurationSeconds))
        .length,
    };
  }
}

/** The figures of an attendee's slices, in order of start; undefined when none of them is asked about. */
export function attendeeInSpan(slices: readonly SliceRow[], asked: AskedSlices): AttendeeInSpan | undefined {
  const touching = slicesAsked(slices, asked);
  const [first] = touching[0] ?? [];
  if (first === undefined) return undefined;
  const tallies = { live: new ModeTally(), onDemand: new ModeTally() };
  const counted = new Set<AskedSession>();
  for (const [slice, session] of touching) {
    tallies[slice.mode].add(slice, session, asked);
    if (isCountedIn(slice, asked)) counted.add(session);
  }
  return {
    attendee: first.attendee,
    attendeeKey: first.attendeeKey,
    country: first.country,
    attended: counted.size > 0,
    byMode: { live: tallies.live.figures(), onDemand: tallies.onDemand.figures() },
    sessions: [...counted],
    watched: [...tallies.live.watched('live'), ...tallies.onDemand.watched('onDemand')],
  };
}
