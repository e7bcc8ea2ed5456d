import type { SliceRow } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Mode } from '../protocol/client-messages.ts';
import { type AttendeeFigures, addMinutes, attendeeFigures, type SessionFacts } from './attendee-figures.ts';

/** One attendee over some sessions of an event. */
export interface AttendeeInEvent
  extends Pick<AttendeeFigures, 'country' | 'firstJoinedAt' | 'lastSeenAt' | 'slices'> {
  /** Minutes that several sessions share are one each. */
  readonly byMode: Readonly<Record<Mode, { readonly watchMs: number; readonly engagedMinutes: number }>>;
}

export type FactsOf = ReadonlyMap<ScopeKey, SessionFacts>;

function bySession(slices: readonly SliceRow[]): Map<ScopeKey, SliceRow[]> {
  const sessions = new Map<ScopeKey, SliceRow[]>();
  for (const slice of slices) {
    const known = sessions.get(slice.session);
    if (known === undefined) sessions.set(slice.session, [slice]);
    else known.push(slice);
  }
  return sessions;
}

interface InSession {
  readonly slices: readonly SliceRow[];
  readonly facts: SessionFacts;
  readonly figures: AttendeeFigures;
}

function inMode(sessions: readonly InSession[], mode: Mode): AttendeeInEvent['byMode'][Mode] {
  const minutes = new Set<number>();
  let watchMs = 0;
  for (const { slices, facts, figures } of sessions) {
    watchMs += figures.byMode[mode].watchMs;
    for (const slice of slices) if (slice.mode === mode) addMinutes(minutes, slice, facts);
  }
  return { watchMs, engagedMinutes: minutes.size };
}

/**
 * The figures of all slices of one attendee, in order of start, in sessions of one event. Undefined when none ever counted;
 * a session in which none did is left out, as it is where it stands alone.
 */
export function attendeeInEvent(slices: readonly SliceRow[], factsOf: FactsOf): AttendeeInEvent | undefined {
  const sessions = [...bySession(slices)].flatMap(([key, own]): InSession[] => {
    const facts = factsOf.get(key);
    const figures = facts && attendeeFigures(own, facts);
    return facts === undefined || figures === undefined ? [] : [{ slices: own, facts, figures }];
  });
  const [first] = sessions;
  if (first === undefined) return undefined;
  return {
    // Sessions are in order of their first slice.
    country: first.figures.country,
    byMode: { live: inMode(sessions, 'live'), onDemand: inMode(sessions, 'onDemand') },
    firstJoinedAt: first.figures.firstJoinedAt,
    lastSeenAt: Math.max(...sessions.map(({ figures }) => figures.lastSeenAt)),
    slices: sessions.reduce((sum, { figures }) => sum + figures.slices, 0),
  };
}
