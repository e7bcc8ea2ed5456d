import {
  isCounted,
  isView,
  minuteSpans,
  type SessionFacts,
  watchedMs,
} from '../../server/figures/slice-figures.ts';
import type { Mode } from '../../server/protocol/client-messages.ts';
import type { SliceRow } from '../../storage/types.ts';

interface ModeFigures {
  readonly watchMs: number;
  readonly engagedMinutes: number;
  readonly isView: boolean;
  /** Was in the session in this mode at all. */
  readonly attended: boolean;
}

interface AttendeeFigures {
  readonly attendee: string;
  readonly attendeeKey: number;
  /** Of the first slice. */
  readonly country: string;
  readonly byMode: Readonly<Record<Mode, ModeFigures>>;
  readonly firstJoinedAt: number;
  readonly lastSeenAt: number;
  readonly slices: number;
}

function modeFigures(slices: readonly SliceRow[], facts: SessionFacts): ModeFigures {
  const minutes = new Set<number>();
  for (const slice of slices) {
    for (const [first, last] of minuteSpans(slice, facts)) {
      for (let minute = first; minute <= last; minute++) minutes.add(minute);
    }
  }
  const watchMs = slices.reduce((sum, slice) => sum + watchedMs(slice, facts), 0);
  return {
    watchMs,
    engagedMinutes: minutes.size,
    isView: isView(watchMs, facts.videoDurationSeconds),
    attended: slices.some(isCounted),
  };
}

/** One attendee in one session, worked out from all their slices in order of start. Undefined when none ever counted. */
export function attendeeFigures(
  slices: readonly SliceRow[],
  facts: SessionFacts,
): AttendeeFigures | undefined {
  const [first] = slices;
  if (first === undefined || !slices.some(isCounted)) return undefined;
  return {
    attendee: first.attendee,
    attendeeKey: first.attendeeKey,
    country: first.country,
    byMode: {
      live: modeFigures(
        slices.filter(({ mode }) => mode === 'live'),
        facts,
      ),
      onDemand: modeFigures(
        slices.filter(({ mode }) => mode === 'onDemand'),
        facts,
      ),
    },
    firstJoinedAt: first.start,
    lastSeenAt: Math.max(...slices.map(({ end }) => end ?? facts.now)),
    slices: slices.length,
  };
}
